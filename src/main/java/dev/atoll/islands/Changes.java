package dev.atoll.islands;

import java.util.ArrayList;
import java.util.List;

/**
 * What the next flush reports: a peer keeps the place of its first change since the last one, a later change replaces
 * the earlier. Bounded by the peers that changed.
 */
final class Changes {
  private final List<Peer> order = new ArrayList<>();

  void changeTo(Peer peer, String island, String from) {
    note(peer, island, from, false);
  }

  void leave(Peer peer, String island) {
    note(peer, island, "", true);
  }

  private void note(Peer peer, String island, String from, boolean leaves) {
    if (!peer.hasChange()) {
      order.add(peer);
    }
    peer.changeIsland = island;
    peer.changeFrom = from;
    peer.leaves = leaves;
  }

  /** What there is so far; between flushes that is leaves only. */
  List<IslandChange> list() {
    List<IslandChange> changes = new ArrayList<>(order.size());
    for (Peer peer : order) {
      if (peer.leaves) {
        changes.add(new IslandChange.Leave(peer.name, peer.changeIsland));
      } else if (peer.island != null) {
        changes.add(new IslandChange.ChangeTo(peer.name, peer.changeIsland, peer.changeFrom));
      }
    }
    return changes;
  }

  /** Who is concerned, in order. */
  List<Peer> peers() {
    return order;
  }

  void clear() {
    for (Peer peer : order) {
      peer.changeIsland = "";
      peer.changeFrom = "";
      peer.leaves = false;
    }
    order.clear();
  }
}
