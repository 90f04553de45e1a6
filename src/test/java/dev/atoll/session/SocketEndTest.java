package dev.atoll.session;

import static dev.atoll.protocol.RawFrame.CLOSE;
import static dev.atoll.protocol.RawFrame.FINAL;
import static dev.atoll.protocol.RawFrame.binary;
import static dev.atoll.protocol.RawFrame.closeBody;
import static dev.atoll.protocol.RawFrame.hex;
import static dev.atoll.protocol.RawFrame.masked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a client's socket ends that did nothing wrong, or was too late. */
class SocketEndTest {
  private static final Duration PROMPTLY = Duration.ofSeconds(1);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void a_clients_close_is_echoed_and_the_connection_ended_by_us() {
    TestServer server = TestServer.start(vertx);

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(masked(FINAL | CLOSE, closeBody(4321, "bye")), binary(hex("01")));
      assertThat(client.frame().orElseThrow().closing()).isEqualTo("4321 bye");
      assertThat(client.frame()).isEmpty();
    }
    assertThat(server.heard()).containsExactly("closed");
    assertThat(server.ended("BY_CLIENT")).isEqualTo(1);
  }

  @Test
  void an_empty_close_is_echoed_empty() {
    TestServer server = TestServer.start(vertx);

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(masked(FINAL | CLOSE));
      RawClient.Frame echo = client.frame().orElseThrow();
      assertThat(echo.first()).isEqualTo(0x88);
      assertThat(echo.payload()).isEmpty();
      assertThat(client.frame()).isEmpty();
    }
  }

  @Test
  void a_closing_handshake_that_works_ends_the_connection_at_once() {
    TestServer server = start(TestServer.onMessage(socket -> socket.close(CloseReason.REPLACED)));

    // without it the connection is ended two seconds later; a busy machine may be as slow once
    await().until(() -> untilTheEnd(server).compareTo(PROMPTLY) < 0);
  }

  private static Duration untilTheEnd(TestServer server) {
    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(binary());
      assertThat(client.closing()).startsWith("4000");
      long before = System.nanoTime();
      client.send(masked(FINAL | CLOSE, closeBody(4000, "")));
      assertThat(client.frame()).isEmpty();
      return Duration.ofNanos(System.nanoTime() - before);
    }
  }

  @Test
  void a_client_that_resets_the_connection_is_gone() {
    TestServer server = TestServer.start(vertx);
    RawClient client = RawClient.upgraded(server.port());
    await().until(() -> server.open() == 1);

    client.reset();

    await().untilAsserted(() -> assertThat(server.heard()).containsExactly("closed"));
    assertThat(server.ended("LOST")).isEqualTo(1);
    assertThat(server.open()).isZero();
  }

  @Test
  void a_client_that_ends_the_connection_without_a_close_frame_is_gone() {
    TestServer server = TestServer.start(vertx);

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(binary(hex("01")), hex("8285"));
      client.finish();
      assertThat(client.ends()).isTrue();
    }

    await().untilAsserted(() -> assertThat(server.heard()).containsExactly("01", "closed"));
    assertThat(server.ended("LOST")).isEqualTo(1);
  }

  @Test
  void a_missed_deadline_ends_the_socket() {
    TestServer server = start(socket -> {
      socket.deadline(Duration.ofMillis(50), CloseReason.HANDSHAKE_TIMEOUT);
      return new TestServer.Listening();
    });

    try (RawClient client = RawClient.upgraded(server.port())) {
      assertThat(client.closing()).isEqualTo("4001 Handshake too slow");
    }
    assertThat(server.heard()).containsExactly("closed");
  }

  @Test
  void a_later_deadline_replaces_an_earlier_one() {
    TestServer server = start(socket -> {
      socket.deadline(Duration.ofMillis(50), CloseReason.HANDSHAKE_TIMEOUT);
      socket.deadline(Duration.ofMillis(100), CloseReason.BUSY);
      return new TestServer.Listening();
    });

    try (RawClient client = RawClient.upgraded(server.port())) {
      assertThat(client.closing()).startsWith("1013");
    }
  }

  @Test
  void a_cleared_deadline_does_nothing() {
    TestServer server = start(socket -> {
      socket.deadline(Duration.ofMillis(50), CloseReason.HANDSHAKE_TIMEOUT);
      socket.clearDeadline();
      socket.deadline(Duration.ofMillis(100), CloseReason.HANDSHAKE_TIMEOUT);
      socket.clearDeadline();
      vertx.setTimer(200, id -> socket.close(CloseReason.BUSY));
      return new TestServer.Listening();
    });

    try (RawClient client = RawClient.upgraded(server.port())) {
      assertThat(client.closing()).startsWith("1013");
    }
  }

  @Test
  void a_client_that_never_answers_the_close_frame_is_cut() {
    TestServer server = start(TestServer.onMessage(socket -> socket.close(CloseReason.REPLACED)));

    try (RawClient client = RawClient.upgraded(server.port())) {
      client.send(binary());
      assertThat(client.closing()).startsWith("4000");
      assertThat(client.ends()).isTrue();
    }
  }

  private TestServer start(Function<ClientSocket, SocketListener> door) {
    return TestServer.start(vertx, TestServer.CALM, door);
  }
}
