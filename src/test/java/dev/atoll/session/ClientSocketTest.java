package dev.atoll.session;

import static dev.atoll.protocol.RawFrame.BINARY;
import static dev.atoll.protocol.RawFrame.CLOSE;
import static dev.atoll.protocol.RawFrame.CONTINUATION;
import static dev.atoll.protocol.RawFrame.FINAL;
import static dev.atoll.protocol.RawFrame.TEXT;
import static dev.atoll.protocol.RawFrame.announced;
import static dev.atoll.protocol.RawFrame.binary;
import static dev.atoll.protocol.RawFrame.closeBody;
import static dev.atoll.protocol.RawFrame.counting;
import static dev.atoll.protocol.RawFrame.hex;
import static dev.atoll.protocol.RawFrame.masked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.Patience;
import dev.atoll.protocol.message.ClientPacket;
import dev.atoll.protocol.message.ServerPacket;
import dev.atoll.protocol.message.WelcomeMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientSocketTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void messages_are_framed_and_sent() {
    ServerPacket welcome = ServerPacket.newBuilder()
        .setWelcome(WelcomeMessage.newBuilder().setPeerId("0x01"))
        .build();
    TestServer server = start(socket -> {
      socket.send(welcome);
      return new TestServer.Listening();
    });

    try (RawClient client = RawClient.upgraded(server.port())) {
      RawClient.Frame frame = client.frame().orElseThrow();
      assertThat(frame.first()).isEqualTo(0x82);
      assertThat(frame.payload()).isEqualTo(welcome.toByteArray());
    }
  }

  @Test
  void frames_of_one_segment_are_heard_in_order() {
    TestServer server = TestServer.start(vertx);

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(
          binary(hex("01")),
          masked(BINARY, hex("02")),
          masked(FINAL | CONTINUATION, hex("03")),
          binary(counting(TestServer.MAX_MESSAGE)),
          masked(FINAL | CLOSE));
      assertThat(client.ends()).isTrue();
    }
    assertThat(server.heard()).containsExactly("01", "0203", "16384 bytes", "closed");
  }

  @Test
  void a_text_frame_ends_the_socket() {
    assertThat(closingAfter(masked(FINAL | TEXT, hex("6869"))))
        .isEqualTo("1003 Binary frames only");
  }

  @Test
  void a_frame_that_is_none_ends_the_socket() {
    assertThat(closingAfter(hex("ffffffffffffffffffffffff")))
        .isEqualTo("1002 Not a valid WebSocket frame");
  }

  @Test
  void a_message_of_ten_megabytes_ends_the_socket() {
    assertThat(closingAfter(masked(FINAL | BINARY, counting(10 << 20))))
        .isEqualTo("1009 Message too large");
  }

  @Test
  void a_message_that_never_ends_ends_the_socket() {
    TestServer server = TestServer.start(vertx);

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(announced(FINAL | BINARY, Long.MAX_VALUE));
      assertThat(client.closing()).isEqualTo("1009 Message too large");

      byte[] more = new byte[64 << 10];
      await().pollInterval(Duration.ofMillis(1)).until(() -> !client.sent(more));
    }
    assertThat(server.heard()).containsExactly("closed");
  }

  @Test
  void a_close_frame_reaches_a_client_that_keeps_sending() throws Exception {
    TestServer server = TestServer.start(vertx);

    for (int first : List.of(FINAL | BINARY, BINARY, FINAL | TEXT)) {
      try (RawClient client = RawClient.upgraded(server.port())) {
        client.send(announced(first, Integer.MAX_VALUE));
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
          byte[] more = new byte[64 << 10];
          while (client.sent(more)) {
            // until the server cuts us off
          }
        });

        assertThat(client.closing()).startsWith(first == (FINAL | TEXT) ? "1003" : "1009");
        assertThat(client.ends()).isTrue();
        flood.get(Patience.SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void a_client_of_another_make_gets_the_reasons() {
    TestServer server = TestServer.start(vertx);
    WebSocketClient clients =
        vertx.createWebSocketClient(new WebSocketClientOptions().setMaxFrameSize(1 << 20));

    Future<String> tooLarge = clients
        .connect(server.port(), "127.0.0.1", "/ws")
        .compose(client ->
            closing(client, WebSocketFrame.binaryFrame(Buffer.buffer(new byte[200 << 10]), true)));
    Future<String> text = clients
        .connect(server.port(), "127.0.0.1", "/ws")
        .compose(client -> closing(client, WebSocketFrame.textFrame("hello", true)));

    assertThat(server.await(tooLarge)).isEqualTo("1009 Message too large");
    assertThat(server.await(text)).isEqualTo("1003 Binary frames only");
  }

  @Test
  void bytes_that_do_not_decode_end_the_socket_with_its_kinds_reason() {
    TestServer server = start(socket -> new TestServer.Listening() {
      @Override
      public void message(ByteBuf buffer, int offset, int length)
          throws InvalidProtocolBufferException {
        ClientPacket.parseFrom(ByteBufUtil.getBytes(buffer, offset, length));
      }
    });

    assertThat(closingAfter(server, binary(hex("ffff"))))
        .isEqualTo("1007 Cannot decode ClientPacket");
  }

  @Test
  void a_clients_fault_ends_the_socket_with_its_reason() {
    TestServer server = start(TestServer.onMessage(socket -> {
      throw new ClientFault(CloseReason.BAD_AUTH_CHAIN);
    }));

    assertThat(closingAfter(server, binary())).isEqualTo("1008 Auth chain refused");
  }

  @Test
  void a_bug_ends_its_socket_and_no_other() {
    TestServer server = start(TestServer.onMessage(socket -> {
      throw new IllegalStateException("a bug, meant");
    }));
    RawClient bystander = RawClient.upgraded(server.port());

    assertThat(closingAfter(server, binary())).isEqualTo("1011 Internal error");

    assertThat(server.open()).isEqualTo(1);
    bystander.send(masked(FINAL | CLOSE, closeBody(1001, "")));
    assertThat(bystander.closing()).startsWith("1001");
  }

  @Test
  void endless_recursion_ends_its_socket_and_no_other() {
    TestServer server = start(TestServer.onMessage(socket -> {
      throw new StackOverflowError("a bug, meant");
    }));

    assertThat(closingAfter(server, binary())).isEqualTo("1011 Internal error");
    assertThat(closingAfter(server, binary())).isEqualTo("1011 Internal error");
  }

  @Test
  void a_door_that_fails_ends_its_socket() {
    TestServer server = start(socket -> {
      throw new IllegalStateException("a bug, meant");
    });

    try (RawClient client = RawClient.upgraded(server.port())) {
      assertThat(client.closing()).isEqualTo("1011 Internal error");
    }
    assertThat(server.heard()).isEmpty();
    assertThat(server.open()).isZero();
  }

  @Test
  void a_door_may_close_at_once_and_hears_nothing() {
    TestServer server = start(socket -> {
      socket.close(CloseReason.ROOM_FULL);
      return new TestServer.Listening();
    });

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(binary(hex("01")), masked(FINAL | BINARY, counting(100_000)));
      assertThat(client.closing()).startsWith("1013 ");
      client.sent(masked(FINAL | CLOSE, closeBody(1013, "")));
      assertThat(client.ends()).isTrue();
    }
    assertThat(server.heard()).isEmpty();
    assertThat(server.ended("ROOM_FULL")).isEqualTo(1);
  }

  @Test
  void nothing_is_heard_after_a_close() {
    TestServer server =
        start(TestServer.onMessage(socket -> socket.close(CloseReason.WRONG_STAGE)));

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(binary(hex("01")), binary(hex("02")), masked(FINAL | TEXT), hex("ffff"));
      assertThat(client.closing()).startsWith("1008");
    }
    assertThat(server.heard()).containsExactly("01", "closed");
    assertThat(server.ended("WRONG_STAGE")).isEqualTo(1);
  }

  @Test
  void the_listener_is_told_before_close_returns_and_once() {
    List<String> order = new CopyOnWriteArrayList<>();
    TestServer server = start(socket -> new TestServer.Listening() {
      @Override
      public void message(ByteBuf buffer, int offset, int length) {
        socket.close(CloseReason.REPLACED);
        order.add("closed it, open: " + socket.isOpen());
        socket.close(CloseReason.BUSY);
        throw new ClientFault(CloseReason.BANNED);
      }

      @Override
      public void closed() {
        order.add("told, open: " + socket.isOpen());
        socket.close(CloseReason.DENIED);
      }
    });

    assertThat(closingAfter(server, binary())).isEqualTo("4000 Replaced by a newer session");

    assertThat(server.heard()).containsExactly("", "closed");
    assertThat(order).containsExactly("told, open: false", "closed it, open: false");
  }

  @Test
  void what_was_written_before_a_close_goes_out_before_it() {
    TestServer server = start(TestServer.onMessage(socket -> {
      socket.write(socket.allocator().buffer().writeBytes(hex("8201aa")));
      socket.close(CloseReason.REPLACED);
      socket.write(socket.allocator().buffer().writeBytes(hex("8201bb")));
      socket.flush();
    }));

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(binary());
      assertThat(client.frame().orElseThrow().payload()).isEqualTo(hex("aa"));
      assertThat(client.frame().orElseThrow().closing()).startsWith("4000");
      client.sent(masked(FINAL | CLOSE, closeBody(4000, "")));
      assertThat(client.frame()).isEmpty();
    }
  }

  private static Future<String> closing(WebSocket client, WebSocketFrame frame) {
    Promise<String> closing = Promise.promise();
    client.closeHandler(
        closed -> closing.complete(client.closeStatusCode() + " " + client.closeReason()));
    client.writeFrame(frame);
    return closing.future();
  }

  private String closingAfter(byte[] bytes) {
    TestServer server = TestServer.start(vertx);
    String closing = closingAfter(server, bytes);
    assertThat(server.heard()).containsExactly("closed");
    assertThat(server.open()).isZero();
    return closing;
  }

  private static String closingAfter(TestServer server, byte[] bytes) {
    try (RawClient client = RawClient.upgraded(server.port())) {
      return client.send(bytes).closing();
    }
  }

  private TestServer start(Function<ClientSocket, SocketListener> door) {
    return TestServer.start(vertx, TestServer.CALM, door);
  }
}
