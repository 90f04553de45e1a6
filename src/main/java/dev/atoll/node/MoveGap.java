package dev.atoll.node;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long peers hear nobody when their island moves: from the word that its transport is another one to their entry into its room.
 * Measured where both happen on this node. Used on one context.
 */
final class MoveGap {
  /** Who is not there after a minute does not come. */
  private static final long FORGOTTEN_NANOS = Duration.ofMinutes(1).toNanos();

  /** Peers on their way; past it the eldest are not measured. */
  private static final int MOST_MOVING = 10_000;

  private static final int ADDRESS = 2;

  private final LongSupplier nanos;
  private final Counter moves;
  private final Timer gap;

  /** Who was told when, the eldest first. */
  private final Map<String, Move> moving = new LinkedHashMap<>();

  private record Move(String island, long nanos) {}

  MoveGap(MeterRegistry meters, LongSupplier nanos) {
    this.nanos = nanos;
    this.moves = Counter.builder("atoll.transports.moves")
        .description("Peers told that their island has another transport")
        .register(meters);
    this.gap = Timer.builder("atoll.transports.gap")
        .description("From the word that an island has another transport to a peer's entry there")
        .publishPercentiles(0.5, 0.99)
        .register(meters);
  }

  /** Listens from now on. */
  Subscription start(Bus bus) {
    return bus.overhear(Subjects.EVERY_ISLAND_CHANGED, this::changed);
  }

  private void changed(Message message) {
    String address = message.subject().token(ADDRESS);
    moving.remove(address);
    message.headers().get(Headers.MOVED).ifPresent(island -> {
      moves.increment();
      moving.put(address, new Move(island, nanos.getAsLong()));
      forgetEldest();
    });
  }

  private void forgetEldest() {
    var eldest = moving.values().iterator();
    long old = nanos.getAsLong() - FORGOTTEN_NANOS;
    while (eldest.hasNext()) {
      if (eldest.next().nanos() - old > 0 && moving.size() <= MOST_MOVING) {
        return;
      }
      eldest.remove();
    }
  }

  /** A peer is in a room. */
  void entered(String room, String address) {
    Move move = moving.get(address);
    if (move != null && move.island().equals(room)) {
      moving.remove(address);
      gap.record(Duration.ofNanos(nanos.getAsLong() - move.nanos()));
    }
  }
}
