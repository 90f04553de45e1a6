package dev.atoll.archipelago;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who is here: when each peer was last heard of, and through which origin. Holds a peer until it is forgotten or silent. */
final class Presence {
  /**
   * What is known of one peer.
   *
   * @param nanos when it was last heard of
   * @param origin through which its session came; empty when not known
   */
  record Sighting(long nanos, String origin) {}

  private final long timeoutNanos;

  /** In the order of the last sighting, so that silent peers stand first. */
  private final Map<String, Sighting> peers = new LinkedHashMap<>(16, 0.75f, true);

  Presence(long timeoutNanos) {
    this.timeoutNanos = timeoutNanos;
  }

  void seen(String address, String origin, long nanos) {
    peers.put(address, new Sighting(nanos, origin));
  }

  void forget(String address) {
    peers.remove(address);
  }

  /** Forgets those that have been silent for longer than the timeout, and says who they were. */
  List<String> expire(long nanos) {
    List<String> silent = new ArrayList<>();
    for (Map.Entry<String, Sighting> peer : peers.entrySet()) {
      if (nanos - peer.getValue().nanos() <= timeoutNanos) {
        break;
      }
      silent.add(peer.getKey());
    }
    silent.forEach(peers::remove);
    return silent;
  }

  String origin(String address) {
    Sighting sighting = peers.getOrDefault(address, new Sighting(0, ""));
    return sighting.origin();
  }

  int size() {
    return peers.size();
  }
}
