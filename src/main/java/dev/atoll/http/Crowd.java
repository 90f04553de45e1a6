package dev.atoll.http;

import dev.atoll.protocol.message.IslandData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The realm's peers and islands at one moment. Immutable.
 *
 * @param peers in the order they came
 * @param islands as last told, those without a center left out
 */
record Crowd(List<Peer> peers, List<IslandData> islands) {
  Crowd {
    peers = List.copyOf(peers);
    islands = List.copyOf(islands);
  }

  /** How many peers stand on each parcel. */
  Map<Parcel, Integer> parcels() {
    Map<Parcel, Integer> counts = new HashMap<>();
    for (Peer peer : peers) {
      counts.merge(peer.parcel(), 1, Integer::sum);
    }
    return counts;
  }

  Map<String, Peer> peersByAddress() {
    Map<String, Peer> byAddress = new HashMap<>(peers.size() * 2);
    for (Peer peer : peers) {
      byAddress.put(peer.address(), peer);
    }
    return byAddress;
  }
}
