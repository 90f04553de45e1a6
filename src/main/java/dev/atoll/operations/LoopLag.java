package dev.atoll.operations;

import io.vertx.core.Vertx;

/**
 * How late the event loop is: a timer that should fire every 10 ms notes how much later it does. A loop that was blocked
 * shows here whether or not anybody was connected. Belongs to the event loop it is started on.
 */
final class LoopLag {
  private static final long PERIOD_MILLIS = 10;
  private static final long PERIOD_NANOS = PERIOD_MILLIS * 1_000_000;

  /** No turn of the loop may take longer. */
  private static final long LIMIT_NANOS = 100_000_000;

  /** Greatest lateness is told of so many spans at least, so that each of several scrapers sees it. */
  private static final int SPANS = 12;

  private static final long SPAN_NANOS = 5_000_000_000L;

  /** Greatest lateness in each span, the running one among them; a ring. */
  private final long[] greatest = new long[SPANS + 1];

  private long span;
  private long last;
  private long blocked;
  private long timer = -1;

  void start(Vertx vertx) {
    last = System.nanoTime();
    span = Math.floorDiv(last, SPAN_NANOS);
    timer = vertx.setPeriodic(PERIOD_MILLIS, ignored -> tick(System.nanoTime()));
  }

  void stop(Vertx vertx) {
    vertx.cancelTimer(timer);
  }

  void tick(long now) {
    long late = now - last - PERIOD_NANOS;
    last = now;
    turnTo(Math.floorDiv(now, SPAN_NANOS));
    int slot = Math.floorMod(span, greatest.length);
    greatest[slot] = Math.max(greatest[slot], late);
    if (late > LIMIT_NANOS) {
      blocked++;
    }
  }

  /** Forgets what is older than the window; a loop that stood still for longer forgets all. */
  private void turnTo(long now) {
    for (long next = Math.max(span + 1, now - SPANS); next <= now; next++) {
      greatest[Math.floorMod(next, greatest.length)] = 0;
    }
    span = now;
  }

  /** Writes the greatest lateness of the last minute, whoever asks and how often. */
  void write(Exposition exposition) {
    long max = 0;
    for (long each : greatest) {
      max = Math.max(max, each);
    }
    exposition
        .gauge(
            "atoll_event_loop_lag_max_seconds",
            "Greatest lateness of a timer in the last minute",
            max / 1e9)
        .counter(
            "atoll_event_loop_blocked_total",
            "Times the event loop was late by more than 100 ms",
            blocked);
  }
}
