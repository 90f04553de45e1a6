package dev.atoll.livekit.sidecar;

import dev.atoll.session.TokenBucket;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds each participant of a room to {@code session.inbound-rate}, as the sockets of WebSocket rooms are held; but LiveKit cannot be told
 * to wait, so what is too much is lost. Used on one event loop.
 */
final class SenderRates {
  /** Of more some share one. */
  static final int MOST = 1000;

  /** What a packet costs beside its bytes: without it, the smallest would be nearly free. */
  private static final int PACKET_BYTES = 512;

  private static final int BURST_SECONDS = 4;

  private final int bytesPerSecond;
  private final Map<String, TokenBucket> senders = new HashMap<>();

  SenderRates(int bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Whether that much more of this one is heard. */
  boolean admits(String identity, int bytes, long now) {
    TokenBucket known = senders.get(identity);
    if (known == null) {
      known = begun(identity, now);
    }
    return known.tryTake((double) bytes + PACKET_BYTES, now);
  }

  private TokenBucket begun(String identity, long now) {
    if (senders.size() >= MOST) {
      senders.values().removeIf(each -> each.isFull(now));
    }
    String name = senders.size() >= MOST ? "" : identity;
    return senders.computeIfAbsent(
        name,
        first -> new TokenBucket(bytesPerSecond, (double) BURST_SECONDS * bytesPerSecond, now));
  }
}
