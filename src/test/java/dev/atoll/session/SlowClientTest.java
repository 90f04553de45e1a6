package dev.atoll.session;

import static dev.atoll.protocol.RawFrame.BINARY;
import static dev.atoll.protocol.RawFrame.CLOSE;
import static dev.atoll.protocol.RawFrame.FINAL;
import static dev.atoll.protocol.RawFrame.PING;
import static dev.atoll.protocol.RawFrame.binary;
import static dev.atoll.protocol.RawFrame.counting;
import static dev.atoll.protocol.RawFrame.hex;
import static dev.atoll.protocol.RawFrame.joined;
import static dev.atoll.protocol.RawFrame.masked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.config.ByteSize;
import dev.atoll.config.SessionSettings;
import dev.atoll.protocol.message.WsPeerUpdate;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that read late or never. What the operating system takes in advance, some megabytes, is beyond our counting. */
class SlowClientTest {
  private static final int QUEUE = 256 << 10;
  private static final SessionSettings SETTINGS = new SessionSettings(
      Duration.ofMinutes(5),
      Duration.ofSeconds(8),
      new ByteSize(QUEUE),
      new ByteSize(16 << 20),
      Duration.ZERO);
  private static final WsPeerUpdate MESSAGE = WsPeerUpdate.newBuilder()
      .setFromAlias(1)
      .setBody(ByteString.copyFrom(counting(10_000)))
      .build();

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void a_client_that_does_not_read_is_closed_as_too_slow_and_cut() {
    TestServer server = start(new TestServer.Listening());

    try (RawClient client = RawClient.narrow(server.port())) {
      ClientSocket socket = socketOf(server);
      sendUntilClosed(server, socket);

      assertThat(server.heard()).containsExactly("closed");
      assertThat(server.ended("TOO_SLOW")).isEqualTo(1);
      assertThat(server.on(socket::pendingBytes)).isLessThan(QUEUE + 20_000L);
      // still not read: the connection is cut and what waited is dropped
      await().untilAsserted(() -> assertThat(server.on(socket::pendingBytes)).isZero());
    }
  }

  @Test
  void nothing_waits_for_a_client_found_too_slow() {
    TestServer server = start(new TestServer.Listening());

    try (RawClient client = RawClient.narrow(server.port())) {
      ClientSocket socket = socketOf(server);
      long waiting = server.on(() -> {
        for (int i = 0; i < 5000; i++) {
          socket.send(MESSAGE);
        }
        assertThat(socket.isOpen()).as("not closed within the call").isTrue();
        return socket.pendingBytes();
      });

      assertThat(waiting).isBetween((long) QUEUE, QUEUE + 20_000L);
      await().untilAsserted(() -> assertThat(server.ended("TOO_SLOW")).isEqualTo(1));
    }
  }

  @Test
  void whole_frames_arrive_at_a_client_that_reads_late() {
    TestServer server = start(new TestServer.Listening());

    try (RawClient client = RawClient.narrow(server.port())) {
      ClientSocket socket = socketOf(server);
      int messages = server.on(() -> {
        int sent = 0;
        while (socket.isWritable()) {
          socket.send(MESSAGE);
          sent++;
        }
        return sent;
      });
      // pings, pongs, messages and the close frame all wait behind one another
      client.send(masked(FINAL | PING, hex("01")));
      server.on(() -> {
        socket.ping();
        socket.send(MESSAGE);
        socket.close(CloseReason.REPLACED);
        return true;
      });

      int heard = 0;
      Optional<RawClient.Frame> frame = client.frame();
      while (frame.orElseThrow().code() != CLOSE) {
        if (frame.get().code() == BINARY) {
          assertThat(frame.get().payload()).isEqualTo(MESSAGE.toByteArray());
          heard++;
        }
        frame = client.frame();
      }
      assertThat(frame.get().closing()).startsWith("4000");
      assertThat(heard).isEqualTo(messages + 1);
    }
  }

  @Test
  void a_door_is_told_when_its_client_takes_more_again() {
    AtomicInteger drained = new AtomicInteger();
    TestServer server = start(new TestServer.Listening() {
      @Override
      public void writable() {
        drained.incrementAndGet();
      }
    });

    try (RawClient client = RawClient.narrow(server.port())) {
      ClientSocket socket = socketOf(server);
      server.on(() -> {
        while (socket.isWritable()) {
          socket.send(MESSAGE);
        }
        return true;
      });
      assertThat(drained).hasValue(0);

      while (drained.get() == 0) {
        client.frame().orElseThrow();
      }
      assertThat(server.on(socket::isWritable)).isTrue();
    }
  }

  @Test
  void a_listener_that_fails_when_it_may_write_ends_its_socket() {
    TestServer server = start(new TestServer.Listening() {
      @Override
      public void writable() {
        throw new IllegalStateException("a bug, meant");
      }
    });

    try (RawClient client = RawClient.narrow(server.port())) {
      ClientSocket socket = socketOf(server);
      server.on(() -> {
        while (socket.isWritable()) {
          socket.send(MESSAGE);
        }
        return true;
      });
      assertThat(client.closing()).startsWith("1011");
    }
  }

  @Test
  void of_many_pings_of_a_client_that_does_not_read_the_last_is_answered() {
    TestServer server = start(new TestServer.Listening());
    byte[][] pings = new byte[5000][];
    Arrays.fill(pings, masked(FINAL | PING, counting(125)));

    try (RawClient client = RawClient.narrow(server.port())) {
      ClientSocket socket = socketOf(server);
      server.on(() -> {
        while (socket.isWritable()) {
          socket.send(MESSAGE);
        }
        return true;
      });
      long before = server.on(socket::pendingBytes);

      client.send(joined(pings), masked(FINAL | PING, hex("01")), binary(hex("02")));
      await().until(() -> server.heard().contains("02"));

      assertThat(server.on(socket::pendingBytes)).isLessThanOrEqualTo(before);
      RawClient.Frame frame = client.frame().orElseThrow();
      while (frame.code() == BINARY) {
        frame = client.frame().orElseThrow();
      }
      assertThat(frame.first()).isEqualTo(0x8A);
      assertThat(frame.payload()).isEqualTo(hex("01"));
    }
  }

  @Test
  void a_client_that_neither_reads_nor_closes_is_cut_whoever_closes() {
    TestServer server = start(new TestServer.Listening());

    try (RawClient first = RawClient.narrow(server.port());
        RawClient second = RawClient.narrow(server.port())) {
      await().until(() -> server.open() == 2);
      for (ClientSocket socket : server.accepted) {
        server.on(() -> {
          while (socket.isWritable()) {
            socket.send(MESSAGE);
          }
          return true;
        });
      }

      server.on(() -> {
        server.accepted.get(0).close(CloseReason.REPLACED);
        return true;
      });
      second.send(masked(FINAL | CLOSE));

      assertThat(first).isNotNull();
      await()
          .untilAsserted(() -> assertThat(server.accepted)
              .allSatisfy(socket -> assertThat(server.on(socket::pendingBytes)).isZero()));
      assertThat(server.heard()).containsExactly("closed", "closed");
    }
  }

  private TestServer start(SocketListener listener) {
    return TestServer.start(vertx, SETTINGS, socket -> listener);
  }

  private static ClientSocket socketOf(TestServer server) {
    await().until(() -> server.open() == 1);
    return server.accepted.get(0);
  }

  private static void sendUntilClosed(TestServer server, ClientSocket socket) {
    await().pollInterval(Duration.ofMillis(1)).until(() -> {
      server.on(() -> {
        socket.send(MESSAGE);
        return true;
      });
      return !server.on(socket::isOpen);
    });
  }
}
