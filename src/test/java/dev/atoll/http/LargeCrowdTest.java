package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargeCrowdTest {
  private static final int PEERS = 100_000;
  private static final int READERS = 4;
  private static final long LIMIT_NANOS = 100_000_000;

  /** Processor time and not the clock's, so that a busy machine fails no test. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Test
  void a_hundred_thousand_peers_are_listed_and_the_event_loop_goes_on() {
    try (PublicPort port = new PublicPort()) {
      port.body("/parcels");
      IntStream.range(0, PEERS / 1000).forEach(part -> port.on(() -> thousand(port, part)));
      AtomicLong longest = watch(port);

      CompletableFuture<?>[] readers = IntStream.range(0, READERS)
          .mapToObj(i -> CompletableFuture.supplyAsync(() -> port.body("/peers"))
              .thenAccept(
                  body -> assertThat(new JsonObject(body).getJsonArray("peers")).hasSize(PEERS)))
          .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(readers).join();

      assertThat(longest.get()).isPositive().isLessThan(LIMIT_NANOS);
    }
  }

  private static Future<Void> thousand(PublicPort port, int part) {
    for (int i = 0; i < 1000; i++) {
      int peer = part * 1000 + i;
      Position position = Position.newBuilder()
          .setX(peer % 317 * 7.3f)
          .setY(1)
          .setZ(peer % 463 * -5.1f)
          .build();
      Heartbeat heartbeat = Heartbeat.newBuilder().setPosition(position).build();
      port.bus.publish(new Message(Subjects.heartbeat("0x" + peer), Payload.of(heartbeat)));
    }
    return Future.succeededFuture();
  }

  /** The event loop's longest time of work between two ticks of a timer, from now on. */
  private static AtomicLong watch(PublicPort port) {
    AtomicLong longest = new AtomicLong();
    AtomicLong last = new AtomicLong(-1);
    port.on(() -> {
      port.vertx().setPeriodic(1, timer -> {
        long now = THREADS.getCurrentThreadCpuTime();
        long before = last.getAndSet(now);
        if (before >= 0) {
          longest.accumulateAndGet(now - before, Math::max);
        }
      });
      return Future.succeededFuture();
    });
    return longest;
  }
}
