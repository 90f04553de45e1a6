package dev.atoll.transport;

import java.util.concurrent.TimeUnit;

/**
 * How many peers may be told another transport: so many a second, and those of a second, or of the time since the last look, at
 * once. An island moves whole, and what it takes too much is made up for by those after it.
 */
final class MoveBudget {
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private double left;
  private long last;
  private boolean started;

  MoveBudget(int perSecond) {
    this.perSecond = perSecond;
    this.left = perSecond;
  }

  /** It is this late now. */
  void at(long nanos) {
    if (started) {
      double seconds = Math.max(0, nanos - last) / SECOND;
      left = Math.min(left + perSecond * seconds, perSecond * Math.max(1, seconds));
    }
    started = true;
    last = nanos;
  }

  /** Whether one may move now. */
  boolean isThere() {
    return left >= 1;
  }

  /** So many moved. */
  void spend(int peers) {
    left -= peers;
  }
}
