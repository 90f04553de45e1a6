package dev.atoll.gateway;

import dev.atoll.session.TokenBucket;

/**
 * How much the holder of one token may do, by however many connections. Outlives them, so that nobody gains by leaving and coming
 * back. Used on one event loop only.
 */
final class Rates {
  private static final int BURST_SECONDS = 2;

  /** Each so many bytes of a message count as one more: a room of a hundred is told all of them a hundred times. */
  private static final int BYTES_COUNT = 2 << 10;

  static final int ASKED_PER_SECOND = 16;

  /** Things asked for at once. */
  private static final int MOST_ASKED = 2 * Following.MAX_SUBSCRIPTIONS;

  private final double mostPublished;
  private final TokenBucket published;
  private final TokenBucket asked =
      new TokenBucket(ASKED_PER_SECOND, MOST_ASKED, System.nanoTime());

  /** @param publishRate messages a second */
  Rates(int publishRate) {
    this.mostPublished = (double) BURST_SECONDS * publishRate;
    this.published = new TokenBucket(publishRate, mostPublished, System.nanoTime());
  }

  /** Whether one message more, of so many bytes, may be published now. */
  boolean mayPublish(int bytes) {
    return published.tryTake(counts(bytes), System.nanoTime());
  }

  /** Whether it could be now; that is not counted yet. */
  boolean couldPublish(int bytes) {
    return published.has(counts(bytes), System.nanoTime());
  }

  private double counts(int bytes) {
    return Math.min(mostPublished, 1.0 + bytes / BYTES_COUNT);
  }

  /**
   * Whether so much more may be asked for now: connections, and snapshots of subscriptions. Each is something to do for every island
   * and every member of the scope.
   */
  boolean mayAsk(int things) {
    return asked.tryTake(things, System.nanoTime());
  }

  /** Whether nothing is used up, so that new ones would be the same. */
  boolean areFull() {
    long now = System.nanoTime();
    return published.isFull(now) && asked.isFull(now);
  }
}
