package dev.atoll.handshake.bff;

import dev.atoll.session.TokenBucket;

/**
 * How fast one peer may change what it is subscribed to: each new subscription is told to the whole bus, and to NATS. An end
 * needs a beginning, so beginnings are counted. Lives on its socket's event loop.
 */
final class SubscriptionRate {
  /** At once: all a peer may have, and all of it changed once, as when it moves on to other scenes. */
  static final int BURST = 2 * PeerSubscriptions.MOST;

  /** In the long run. An island takes two topics, a scene one. */
  static final int PER_SECOND = 16;

  private final TokenBucket bucket;

  /** @param now nanoseconds of a clock that does not go back */
  SubscriptionRate(long now) {
    this.bucket = new TokenBucket(PER_SECOND, BURST, now);
  }

  /** Whether one more may begin; then it counts. */
  boolean allows(long now) {
    return bucket.tryTake(1, now);
  }
}
