package dev.atoll.session;

/**
 * How much may pass: so much a second on average, and so much at once after a pause. What has passed already cannot be taken
 * back, so it may go into debt; whoever asks then waits. Not safe for several threads.
 */
public final class TokenBucket {
  private static final double NANOS = 1e9;

  private final double perNano;
  private final double burst;
  private double tokens;
  private long last;

  /**
   * @param perSecond what comes in
   * @param burst most that gathers, and what is there at first
   * @param now of the clock of {@link #take}
   */
  public TokenBucket(double perSecond, double burst, long now) {
    this.perNano = perSecond / NANOS;
    this.burst = burst;
    this.tokens = burst;
    this.last = now;
  }

  /**
   * Takes so much out.
   *
   * @param now nanoseconds of a clock that does not go back
   * @return nanoseconds until the debt is paid; 0 without debt
   */
  public long take(double amount, long now) {
    fill(now);
    tokens -= amount;
    return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / perNano);
  }

  /** Takes so much out if it is there. */
  public boolean tryTake(double amount, long now) {
    fill(now);
    if (tokens < amount) {
      return false;
    }
    tokens -= amount;
    return true;
  }

  /** Whether so much is there. */
  public boolean has(double amount, long now) {
    fill(now);
    return tokens >= amount;
  }

  /** Whether nothing is missing, so that a new one would be the same. */
  public boolean isFull(long now) {
    fill(now);
    return tokens >= burst;
  }

  private void fill(long now) {
    tokens = Math.min(burst, tokens + (now - last) * perNano);
    last = now;
  }
}
