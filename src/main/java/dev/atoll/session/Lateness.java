package dev.atoll.session;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Deadlines of clients that do not run while the node itself stands still: what a client sent meanwhile could not be read. */
final class Lateness {
  /** Later than a busy event loop is. */
  private static final Duration LATE = Duration.ofSeconds(1);

  private Lateness() {}

  /**
   * Sets a timer.
   *
   * @param over what the client did not do in time
   * @param late what happens instead where the timer itself came too late to know
   * @return its id
   */
  static long setTimer(Vertx vertx, Duration time, Runnable over, Runnable late) {
    long due = System.nanoTime() + time.plus(LATE).toNanos();
    return vertx.setTimer(Math.max(1, time.toMillis()), id -> {
      Runnable outcome = System.nanoTime() - due > 0 ? late : over;
      outcome.run();
    });
  }
}
