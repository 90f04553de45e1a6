package dev.atoll.session;

import static dev.atoll.protocol.RawFrame.CLOSE;
import static dev.atoll.protocol.RawFrame.FINAL;
import static dev.atoll.protocol.RawFrame.binary;
import static dev.atoll.protocol.RawFrame.hex;
import static dev.atoll.protocol.RawFrame.masked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketsTest {
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void the_first_requested_subprotocol_is_echoed() {
    TestServer server = TestServer.start(vertx);

    WebSocketClient clients = vertx.createWebSocketClient();
    WebSocket client = server.await(clients.connect(new WebSocketConnectOptions()
        .setPort(server.port())
        .setURI("/ws")
        .addSubProtocol("rfc5")
        .addSubProtocol("rfc4")));
    assertThat(clients).isNotNull();

    assertThat(client.subProtocol()).isEqualTo("rfc5");
  }

  @Test
  void no_subprotocol_is_named_when_none_was_requested() {
    TestServer server = TestServer.start(vertx);

    try (RawClient client = RawClient.upgraded(server.port())) {
      assertThat(client.response())
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(client.response().toLowerCase(Locale.ROOT))
          .doesNotContain("sec-websocket-protocol");
    }
  }

  @Test
  void no_extension_is_agreed_on() {
    TestServer server = TestServer.start(vertx);

    try (RawClient client = RawClient.connect(server.port())) {
      client.send(RawClient.upgrade(
          "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"));
      assertThat(client.readResponse().response().toLowerCase(Locale.ROOT))
          .startsWith("http/1.1 101 ")
          .doesNotContain("sec-websocket-extensions");
    }
  }

  @Test
  void a_request_that_is_no_upgrade_is_refused() {
    TestServer server = TestServer.start(vertx);

    try (RawClient client = RawClient.connect(server.port())) {
      client.send("GET /ws HTTP/1.1\r\nHost: atoll\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.readResponse().response()).startsWith("HTTP/1.1 400 ");
    }
    assertThat(server.open()).isZero();
  }

  @Test
  void an_upgrade_over_http_2_is_refused() {
    TestServer server = TestServer.start(vertx);
    HttpClient client = vertx.createHttpClient(new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setHttp2ClearTextUpgrade(false));

    HttpClientResponse response = server.await(client
        .request(HttpMethod.GET, server.port(), "127.0.0.1", "/ws")
        .compose(HttpClientRequest::send));

    assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void after_a_refused_upgrade_the_connection_goes_on() {
    TestServer server = TestServer.start(vertx);
    byte[] plain = "GET /ws HTTP/1.1\r\nHost: atoll\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    try (RawClient client = RawClient.connect(server.port())) {
      assertThat(client.send(plain).readResponse().response()).startsWith("HTTP/1.1 400 ");
      assertThat(client.send(RawClient.upgrade("")).readResponse().response())
          .startsWith("HTTP/1.1 101 ");
      client.send(binary(hex("01")), masked(FINAL | CLOSE));
      assertThat(client.ends()).isTrue();
    }
    assertThat(server.heard()).containsExactly("01", "closed");
  }

  /** Section 4.1 of the RFC: the client has to wait. Vert.x alone would drop such frames in silence. */
  @Test
  void frames_sent_before_the_upgrade_is_answered_end_the_socket() {
    TestServer server = TestServer.start(vertx);

    try (RawClient client = RawClient.connect(server.port())) {
      client.send(RawClient.upgrade(""), binary(hex("01"))).readResponse().send(binary(hex("02")));
      assertThat(client.closing()).isEqualTo("1002 Not a valid WebSocket frame");
    }
    assertThat(server.accepted).isEmpty();
    assertThat(server.open()).isZero();
  }

  @Test
  void an_upgrade_with_a_body_is_refused() {
    TestServer server = TestServer.start(vertx);

    for (String body : List.of("Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n")) {
      try (RawClient client = RawClient.connect(server.port())) {
        client.send(RawClient.upgrade(body)).readResponse();
        assertThat(client.response()).startsWith("HTTP/1.1 400 ");
      }
    }
    assertThat(server.accepted).isEmpty();
  }

  @Test
  void another_version_of_the_protocol_is_told_ours() {
    TestServer server = TestServer.start(vertx);

    for (String version :
        List.of("", "Sec-WebSocket-Version: 8\r\n", "Sec-WebSocket-Version: x\r\n")) {
      try (RawClient client = RawClient.connect(server.port())) {
        client.send(RawClient.request(KEY + version)).readResponse();
        assertThat(client.response())
            .startsWith("HTTP/1.1 426 ")
            .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n")
            .containsIgnoringCase("\r\nupgrade: websocket\r\n");
      }
    }
    assertThat(server.accepted).isEmpty();
  }

  @Test
  void a_key_that_is_not_sixteen_bytes_is_refused() {
    TestServer server = TestServer.start(vertx);

    for (String key : List.of(
        "",
        "Sec-WebSocket-Key: \r\n",
        "Sec-WebSocket-Key: AAAA\r\n",
        "Sec-WebSocket-Key: ***\r\n")) {
      try (RawClient client = RawClient.connect(server.port())) {
        client.send(RawClient.request("Sec-WebSocket-Version: 13\r\n" + key)).readResponse();
        assertThat(client.response()).startsWith("HTTP/1.1 400 ");
      }
    }
    assertThat(server.accepted).isEmpty();
  }

  @Test
  void a_subprotocol_that_is_no_name_is_not_echoed() {
    TestServer server = TestServer.start(vertx);

    for (String names : List.of("<b>", "rfc5 rfc4", "rfc5,", "rfc5, a=b", "\"rfc5\"")) {
      try (RawClient client = RawClient.connect(server.port())) {
        client
            .send(RawClient.upgrade("Sec-WebSocket-Protocol: " + names + "\r\n"))
            .readResponse();
        assertThat(client.response()).as(names).startsWith("HTTP/1.1 400 ");
      }
    }
    assertThat(server.accepted).isEmpty();
  }

  @Test
  void frames_sent_right_after_the_answer_are_heard() {
    TestServer server = TestServer.start(vertx);

    for (int i = 0; i < 20; i++) {
      try (RawClient client = RawClient.upgraded(server.port())) {
        client.send(binary(hex("01")), masked(FINAL | CLOSE));
        assertThat(client.ends()).isTrue();
      }
    }

    assertThat(server.heard()).hasSize(40).startsWith("01", "closed", "01", "closed");
  }

  @Test
  void a_client_that_vanishes_during_the_upgrade_leaves_nothing() {
    TestServer server = TestServer.start(vertx);

    for (int i = 0; i < 50; i++) {
      RawClient.connect(server.port()).send(RawClient.upgrade("")).reset();
    }

    await().untilAsserted(() -> {
      assertThat(server.open()).isZero();
      // both in one turn, since the last of them may be accepted while this looks
      assertThat(server.on(() -> server.ended("LOST") - server.opened())).isZero();
    });
  }

  @Test
  void the_doors_code_runs_on_the_context_of_its_verticle() {
    AtomicReference<ContextInternal> heardOn = new AtomicReference<>();
    TestServer server =
        TestServer.start(vertx, TestServer.CALM, socket -> new TestServer.Listening() {
          @Override
          public void closed() {
            heardOn.set(ContextInternal.current().unwrap());
          }
        });

    RawClient.upgraded(server.port()).reset();

    await()
        .untilAsserted(() -> assertThat(heardOn.get())
            .isNotNull()
            .isSameAs(server.on(() -> ContextInternal.current().unwrap())));
  }

  @Test
  void draining_closes_all_and_refuses_new_ones() {
    TestServer server = TestServer.start(vertx);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(RawClient.upgraded(server.port()));
    }
    await().until(() -> server.open() == 5);

    server.drain();
    clients.add(RawClient.upgraded(server.port()));

    assertThat(clients)
        .allSatisfy(client -> assertThat(client.closing()).isEqualTo("1012 Node is going down"));
    assertThat(server.heard()).hasSize(5).containsOnly("closed");
    assertThat(server.accepted).hasSize(5);
    assertThat(server.ended("DRAINING")).isEqualTo(6);
    assertThat(server.open()).isZero();
    clients.forEach(RawClient::close);
  }

  @Test
  void draining_over_a_time_closes_one_after_the_other() throws Exception {
    TestServer server = TestServer.start(vertx);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clients.add(RawClient.upgraded(server.port()));
    }
    await().until(() -> server.open() == 10);
    long began = System.nanoTime();

    AtomicInteger left = new AtomicInteger();
    Future<Void> drained = server.drain(Duration.ofSeconds(1), left::set);
    drained.await(Patience.SECONDS, TimeUnit.SECONDS);

    assertThat(left.get()).isGreaterThan(5);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(850));
    assertThat(server.ended("DRAINING")).isEqualTo(10);
    clients.forEach(RawClient::close);
  }

  @Test
  void draining_ends_with_the_last_who_leaves() throws Exception {
    TestServer server = TestServer.start(vertx);
    RawClient first = RawClient.upgraded(server.port());
    RawClient second = RawClient.upgraded(server.port());
    await().until(() -> server.open() == 2);

    Future<Void> drained = server.drain(Duration.ofMinutes(5));
    first.close();
    second.close();

    drained.await(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(server.open()).isZero();
  }

  @Test
  void nobody_to_drain_is_done_at_once() {
    TestServer server = TestServer.start(vertx);

    assertThat(server.drain(Duration.ofMinutes(5)).succeeded()).isTrue();
  }

  @Test
  void a_door_that_is_shut_keeps_who_is_in_and_lets_nobody_else_in() {
    TestServer server = TestServer.start(vertx);
    RawClient before = RawClient.upgraded(server.port());
    await().until(() -> server.open() == 1);

    server.shut();
    RawClient after = RawClient.upgraded(server.port());

    assertThat(after.closing()).isEqualTo("1012 Node is going down");
    assertThat(server.open()).isEqualTo(1);
    before.close();
    after.close();
  }

  @Test
  void draining_goes_on_past_a_listener_that_fails() {
    TestServer server =
        TestServer.start(vertx, TestServer.CALM, socket -> new TestServer.Listening() {
          @Override
          public void closed() {
            throw new IllegalStateException("a bug, meant");
          }
        });
    RawClient first = RawClient.upgraded(server.port());
    RawClient second = RawClient.upgraded(server.port());
    await().until(() -> server.open() == 2);

    server.drain();

    assertThat(first.closing()).startsWith("1012");
    assertThat(second.closing()).startsWith("1012");
    assertThat(server.open()).isZero();
  }

  @Test
  void a_client_of_another_make_is_served() {
    TestServer server =
        TestServer.start(vertx, TestServer.CALM, socket -> new TestServer.Listening() {
          @Override
          public void message(ByteBuf buffer, int offset, int length) {
            socket.write(socket.allocator().buffer().writeBytes(hex("8202cafe")));
            socket.flush();
          }
        });
    List<String> received = new CopyOnWriteArrayList<>();

    WebSocketClient clients = vertx.createWebSocketClient();
    WebSocket client =
        server.await(clients.connect(server.port(), "127.0.0.1", "/ws").map(socket -> {
          socket.binaryMessageHandler(message -> received.add(message.toString()));
          return socket;
        }));
    server.await(client.writeBinaryMessage(Buffer.buffer("hello")));
    await().until(() -> received.size() == 1);
    server.await(client.close((short) 4321, "done"));

    assertThat(server.heard()).containsExactly("68656c6c6f", "closed");
    assertThat(server.ended("BY_CLIENT")).isEqualTo(1);
  }
}
