package dev.atoll.client.crowd;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a crowd says of itself while it is there: one line each few seconds. */
final class Progress {
  private static final double NANOS = 1e9;

  private final CrowdParts parts;
  private final List<CrowdPeer> peers;
  private final long start = System.nanoTime();
  private long saidAt = start;
  private long deliveriesThen;

  Progress(CrowdParts parts, List<CrowdPeer> peers) {
    this.parts = parts;
    this.peers = peers;
  }

  /** The line for the time since the one before. */
  String line() {
    Measures measures = parts.measures();
    Findings findings = parts.findings();
    long now = System.nanoTime();
    long inRooms = peers.stream().filter(peer -> peer.membership() != null).count();
    double rate = (measures.deliveries() - deliveriesThen) * NANOS / (now - saidAt);
    saidAt = now;
    deliveriesThen = measures.deliveries();
    return String.format(
        Locale.ROOT,
        "%4.0f s  %d of %d peers in %d rooms  %,.0f deliveries/s  p99 %.1f ms  lost %d  superseded %d  other faults %d",
        (now - start) / NANOS,
        inRooms,
        peers.size(),
        parts.ledger().rooms(),
        rate,
        measures.recent().getValueAtPercentile(99) / 1000.0,
        findings.count(Fault.LOST),
        findings.supersededCount(),
        findings.total() - findings.count(Fault.LOST));
  }

  /** Tells the sizes of all rooms that peers are in. */
  void sample(long number) {
    RoomSizes sizes = parts.measures().rooms();
    for (CrowdPeer peer : peers) {
      @Nullable Membership membership = peer.membership();
      if (membership != null && membership.room().firstToSample(number)) {
        sizes.room(membership.hearing().members());
      }
    }
    sizes.sampled();
  }
}
