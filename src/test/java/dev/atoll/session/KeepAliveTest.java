package dev.atoll.session;

import static dev.atoll.protocol.RawFrame.FINAL;
import static dev.atoll.protocol.RawFrame.PING;
import static dev.atoll.protocol.RawFrame.PONG;
import static dev.atoll.protocol.RawFrame.binary;
import static dev.atoll.protocol.RawFrame.hex;
import static dev.atoll.protocol.RawFrame.masked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.config.ByteSize;
import dev.atoll.config.SessionSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
  private static final SessionSettings HASTY = settings(Duration.ofMillis(1500));

  /** However slow the machine is, who answers is not too late. */
  private static final SessionSettings PATIENT = settings(Duration.ofMinutes(5));

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void a_client_that_never_answers_pings_is_closed() {
    TestServer server = start();

    try (RawClient client = RawClient.upgraded(server.port())) {
      RawClient.Frame ping = client.frame().orElseThrow();
      assertThat(ping.first()).isEqualTo(0x89);
      assertThat(ping.payload()).isEmpty();
      assertThat(client.frame().orElseThrow().closing()).isEqualTo("4002 No pong");
    }
    assertThat(server.heard()).containsExactly("closed");
  }

  @Test
  void a_client_is_not_blamed_for_a_node_that_stood_still() {
    // after the first ping is sent, and on the event loop that would find the pong missing
    TestServer server = TestServer.start(vertx, HASTY, socket -> {
      vertx.setTimer(200, timer -> standStill(Duration.ofSeconds(4)));
      return new TestServer.Listening();
    });

    try (RawClient client = RawClient.upgraded(server.port())) {
      assertThat(client.frame().orElseThrow().first()).isEqualTo(0x89);

      assertThat(client.frame().orElseThrow().first()).isEqualTo(0x89);
      assertThat(client.frame().orElseThrow().closing()).isEqualTo("4002 No pong");
    }
  }

  @Test
  void a_socket_refused_at_once_ends_no_timer_of_others() {
    AtomicInteger ticks = new AtomicInteger();
    vertx.setPeriodic(20, timer -> ticks.incrementAndGet());
    TestServer server = TestServer.start(vertx, HASTY, socket -> {
      throw new ClientFault(CloseReason.DENIED);
    });

    try (RawClient client = RawClient.upgraded(server.port())) {
      assertThat(client.closing()).startsWith("1008");
    }

    int before = ticks.get();
    await().until(() -> ticks.get() > before + 1);
  }

  @Test
  void messages_are_no_pongs() {
    TestServer server = start();

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.frame();
      client.send(binary(hex("01")), masked(FINAL | PING));
      assertThat(client.closing()).startsWith("4002");
    }
  }

  @Test
  void a_pong_nobody_asked_for_is_no_answer_to_a_later_ping() {
    TestServer server = start();

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(masked(FINAL | PONG), masked(FINAL | PONG, hex("01")));
      assertThat(client.frame().orElseThrow().first()).isEqualTo(0x89);
      assertThat(client.closing()).startsWith("4002");
    }
  }

  @Test
  void a_client_that_answers_is_pinged_again_and_again() {
    TestServer server = TestServer.start(vertx, PATIENT, socket -> new TestServer.Listening());

    try (RawClient client = RawClient.upgraded(server.port())) {
      for (int i = 0; i < 8; i++) {
        assertThat(client.frame().orElseThrow().first()).isEqualTo(0x89);
        client.send(masked(FINAL | PONG));
      }
    }
  }

  @Test
  void a_client_of_another_make_stays() {
    TestServer server = TestServer.start(vertx, PATIENT, socket -> new TestServer.Listening());
    AtomicInteger pings = new AtomicInteger();

    WebSocket client = server.await(vertx
        .createWebSocketClient()
        .connect(server.port(), "127.0.0.1", "/ws")
        .map(socket -> {
          socket.frameHandler(frame -> pings.addAndGet(frame.isPing() ? 1 : 0));
          return socket;
        }));

    await().until(() -> pings.get() >= 8);
    assertThat(client.isClosed()).isFalse();
    assertThat(server.open()).isEqualTo(1);
  }

  @Test
  void a_ping_is_answered_with_its_payload() {
    TestServer server = TestServer.start(vertx);

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(masked(FINAL | PING, hex("0102")));
      RawClient.Frame pong = client.frame().orElseThrow();
      assertThat(pong.first()).isEqualTo(0x8A);
      assertThat(pong.payload()).isEqualTo(hex("0102"));
    }
  }

  private static void standStill(Duration time) {
    try {
      assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS))
          .isFalse();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static SessionSettings settings(Duration pongTimeout) {
    return new SessionSettings(
        Duration.ofMillis(100),
        pongTimeout,
        new ByteSize(64 << 10),
        new ByteSize(16 << 20),
        Duration.ZERO);
  }

  private TestServer start() {
    return TestServer.start(vertx, HASTY, socket -> new TestServer.Listening());
  }
}
