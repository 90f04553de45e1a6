package dev.atoll.handshake;

/** Lets so many heartbeats of one session pass a second; clients send 0.3 to 10. */
public final class HeartbeatLimit {
  private static final int MOST_A_SECOND = 30;
  private static final long SECOND = 1_000_000_000L;

  private long windowStart;
  private int passed;

  /** @param nanos a clock that only goes forward */
  public HeartbeatLimit(long nanos) {
    windowStart = nanos;
  }

  /**
   * Whether one more may pass.
   *
   * @param nanos a clock that only goes forward
   */
  boolean passes(long nanos) {
    if (nanos - windowStart >= SECOND) {
      windowStart = nanos;
      passed = 0;
    }
    if (passed == MOST_A_SECOND) {
      return false;
    }
    passed++;
    return true;
  }
}
