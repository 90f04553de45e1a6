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

  private long last;
  private long max;
  private long blocked;
  private long timer = -1;

  void start(Vertx vertx) {
    last = System.nanoTime();
    timer = vertx.setPeriodic(PERIOD_MILLIS, ignored -> tick(System.nanoTime()));
  }

  void stop(Vertx vertx) {
    vertx.cancelTimer(timer);
  }

  void tick(long now) {
    long late = now - last - PERIOD_NANOS;
    last = now;
    max = Math.max(max, late);
    if (late > LIMIT_NANOS) {
      blocked++;
    }
  }

  /** Writes the greatest lateness since this was last asked, and forgets it. */
  void write(Exposition exposition) {
    double seconds = max / 1e9;
    max = 0;
    exposition
        .gauge(
            "atoll_event_loop_lag_max_seconds",
            "Greatest lateness of a timer since the last scrape",
            seconds)
        .counter(
            "atoll_event_loop_blocked_total",
            "Times the event loop was late by more than 100 ms",
            blocked);
  }
}
