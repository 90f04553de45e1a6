package dev.atoll.transport;

import dev.atoll.islands.IslandSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Peer to peer where every peer can: an island is formed on it when the doors of all its peers have topics, and leaves it for
 * good when one comes whose door has none. An island that once left never returns, since each way is a new transport for
 * everybody and the same newcomer may come and go each minute; the islands that it falls into, or that form after it, start
 * anew.
 */
public final class PeerToPeerFirst implements TransportChoice {
  private final Transport peerToPeer;
  private final Transport otherwise;

  /** One entry an island. */
  private Map<String, Transport> chosen = Map.of();

  /**
   * @param peerToPeer carries islands whose peers all have topics
   * @param otherwise carries the others
   */
  public PeerToPeerFirst(Transport peerToPeer, Transport otherwise) {
    this.peerToPeer = peerToPeer;
    this.otherwise = otherwise;
  }

  @Override
  public Transport of(String island) {
    return chosen.getOrDefault(island, otherwise);
  }

  @Override
  public List<IslandSnapshot> review(List<IslandSnapshot> islands, Predicate<String> hasTopics) {
    Map<String, Transport> now = new HashMap<>(2 * islands.size());
    List<IslandSnapshot> moved = new ArrayList<>();
    for (IslandSnapshot island : islands) {
      Transport before = chosen.getOrDefault(island.id(), peerToPeer);
      Transport after = before == peerToPeer && all(island, hasTopics) ? peerToPeer : otherwise;
      now.put(island.id(), after);
      if (before != after && chosen.containsKey(island.id())) {
        moved.add(island);
      }
    }
    chosen = now;
    return moved;
  }

  private static boolean all(IslandSnapshot island, Predicate<String> hasTopics) {
    for (String peer : island.peers()) {
      if (!hasTopics.test(peer)) {
        return false;
      }
    }
    return true;
  }
}
