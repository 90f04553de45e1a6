package dev.atoll.chaos;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for what is to come, and tells how long it took. */
final class Waiting {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final double NANOS = 1e9;

  private Waiting() {}

  /** Seconds until it held; infinite if it did not in time. What it throws means not yet. */
  static double until(Duration limit, Callable<Boolean> condition) {
    long start = System.nanoTime();
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(INTERVAL)
          .atMost(limit)
          .ignoreExceptions()
          .until(condition);
      return since(start);
    } catch (ConditionTimeoutException late) {
      return Double.POSITIVE_INFINITY;
    }
  }

  /** Seconds from a moment of {@link System#nanoTime} on. */
  static double since(long start) {
    return (System.nanoTime() - start) / NANOS;
  }
}
