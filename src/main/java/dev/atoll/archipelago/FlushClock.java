package dev.atoll.archipelago;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The time as flushes see it. After this node stood still it goes on from where it stood, for {@link #PATIENCE}, so that nobody counts as
 * silent who could not be heard; then it is that of all others again. Used on the archipelago's context.
 */
final class FlushClock {
  /** Peers and transports say several times in it that they are there. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Flushes, and ticks where another node leads, are at most this much late otherwise. */
  static final Duration LATE = Duration.ofSeconds(2);

  private final LongSupplier nanos;
  private final BooleanSupplier held;
  private final long periodNanos;
  private long last;
  private long stood;
  private long until;

  /**
   * @param nanos a clock that goes on meanwhile
   * @param held whether this node must say nothing now
   * @param period at most between two {@link #tick}s
   */
  FlushClock(LongSupplier nanos, BooleanSupplier held, Duration period) {
    this.nanos = nanos;
    this.held = held;
    this.periodNanos = period.toNanos();
    this.last = nanos.getAsLong();
    this.until = last;
  }

  boolean isHeld() {
    return held.getAsBoolean();
  }

  /** To be called in each period. */
  void tick() {
    long now = nanos.getAsLong();
    long late = now - last - periodNanos;
    last = now;
    if (late > LATE.toNanos()) {
      stood = (until - now > 0 ? stood : 0) + late;
      until = now + PATIENCE.toNanos();
    }
  }

  /** The time of a flush. */
  long flush() {
    tick();
    return until - last > 0 ? last - stood : last;
  }
}
