package dev.atoll.rooms;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a room's tick is written out. Writing to a receiver costs the same (a system call, some 7 µs) however much it is, so
 * the writes a second of all rooms are paced: below the rate a tick goes out at once, above it ticks wait their turn, never
 * longer than the longest tick. A token bucket, kept as the time at which it is full again.
 */
final class Pacing {
  /**
   * Receivers written to a second. At some 7 µs each this is a sixth of a core spent on being quick; a room of 100 is then
   * written to each 4 ms, one of 30 with 10 messages a second each at once.
   */
  static final int DEFAULT_WRITES_PER_SECOND = 25_000;

  /** Longest tick: two fit between two frames of a 30 Hz display, and 50 writes a second and receiver are cheap. */
  static final Duration DEFAULT_LONGEST = Duration.ofMillis(20);

  private final long nanosPerWrite;
  private final long longest;
  private final LongSupplier nanoTime;

  /** Everything granted so far is paid for at this time. */
  private long paid;

  Pacing(int writesPerSecond, Duration longest, LongSupplier nanoTime) {
    this.nanosPerWrite = 1_000_000_000L / writesPerSecond;
    this.longest = longest.toNanos();
    this.nanoTime = nanoTime;
    this.paid = nanoTime.getAsLong() - this.longest;
  }

  /** Nanoseconds to wait until a tick that begins now is written to that many receivers; at most the longest tick. */
  long delay(int receivers) {
    long now = nanoTime.getAsLong();
    // what was not used is saved up for one longest tick, and no more than that is ever owed
    long start = Math.max(paid, now - longest);
    long delay = Math.min(Math.max(start - now, 0), longest);
    paid = Math.min(start + receivers * nanosPerWrite, now + delay + longest);
    return delay;
  }
}
