package dev.atoll.client.crowd;

import java.util.random.RandomGenerator;

/**
 * When a client tries again: soon with some jitter for the first time, as close code 1012 asks for, then after pauses that grow
 * from one second, as 1013 does (docs/close-codes.md).
 */
final class Backoff {
  private static final long SOON_MILLIS = 500;
  private static final long LONGEST_MILLIS = 8000;

  private final RandomGenerator random;
  private int tries;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The pause before the next try, at least 1 ms. */
  long nextMillis() {
    tries++;
    if (tries == 1) {
      return 1 + random.nextLong(SOON_MILLIS);
    }
    long pause = Math.min(LONGEST_MILLIS, 1000L << Math.min(tries - 2, 10));
    return pause / 2 + random.nextLong(pause / 2) + 1;
  }

  /** How many tries there were since it last went well. */
  int tries() {
    return tries;
  }

  /** It went well. */
  void reset() {
    tries = 0;
  }
}
