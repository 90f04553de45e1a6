package dev.atoll.rooms;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a room's tick is written out. Writing to a receiver costs the same (a system call, some 7 µs) however much it is, so
 * the writes a second of all rooms are paced: below the rate a tick goes out at once, above it ticks wait their turn, at most
 * for the longest tick. A token bucket, kept as the time at which it is full again. Where ticks of that length would still leave the
 * event loop too little time for anything else they stretch further, so that whoever is behind does less and catches up.
 */
final class Pacing {
  /**
   * Receivers written to a second. At some 7 µs each this is a sixth of a core spent on being quick; a room of 100 is then
   * written to each 4 ms, one of 30 with 10 messages a second each at once.
   */
  static final int DEFAULT_WRITES_PER_SECOND = 25_000;

  /** Longest tick: two fit between two frames of a 30 Hz display, and 50 writes a second and receiver are cheap. */
  static final Duration DEFAULT_LONGEST = Duration.ofMillis(20);

  /** What writing may take of the event loop's time before ticks stretch: reading what is written takes about half as much again. */
  static final double SHARE = 0.4;

  /** No tick stretches beyond this many longest ones, however slow writing is: at 50 ms a peer that moves is still seen 20 times a second. */
  static final double LONGEST_STRETCHED = 2.5;

  private final long nanosPerWrite;
  private final long shortest;
  private final long longest;
  private final LongSupplier nanoTime;

  /** Everything granted so far is paid for at this time. */
  private long paid;

  /** By this time what was written took no more than its share. */
  private long rested;

  Pacing(int writesPerSecond, Duration shortest, Duration longest, LongSupplier nanoTime) {
    this.nanosPerWrite = 1_000_000_000L / writesPerSecond;
    this.shortest = shortest.toNanos();
    this.longest = longest.toNanos();
    this.nanoTime = nanoTime;
    this.paid = nanoTime.getAsLong() - this.longest;
    this.rested = paid;
  }

  /** Nanoseconds to wait until a tick that begins now is written to that many receivers; at least the shortest tick, at most the longest, stretched. */
  long delay(int receivers) {
    long now = nanoTime.getAsLong();
    // what was not used is saved up for one longest tick, and no more than that is ever owed
    long start = Math.max(paid, now - longest);
    long delay = Math.min(Math.max(start - now, 0), longest);
    paid = Math.min(start + receivers * nanosPerWrite, now + delay + longest);
    return Math.max(rested - now > longest ? Math.max(delay, rested - now) : delay, shortest);
  }

  /** Ticks were written out, which took until now. */
  void wrote(long nanos) {
    long now = nanoTime.getAsLong();
    long due = Math.max(rested, now - nanos) + (long) (nanos / SHARE);
    rested = Math.min(due, now + (long) (longest * LONGEST_STRETCHED));
  }
}
