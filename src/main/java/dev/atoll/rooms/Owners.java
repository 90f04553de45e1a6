package dev.atoll.rooms;

import dev.atoll.cluster.RealmNode;
import java.util.List;

/**
 * Which node gives the seats of which room: of those that have rooms and are not draining, by rendezvous hash, so that one that comes or
 * goes concerns only rooms that become or were its own. Nodes of one view agree; used on one event loop only.
 */
final class Owners {
  private static final long FNV_BASIS = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private final String self;
  private List<String> able;

  /** @param self this node, which owns all before it has heard of others */
  Owners(String self) {
    this.self = self;
    this.able = List.of(self);
  }

  /** These are there now. */
  void update(List<RealmNode> nodes) {
    List<String> staying = nodes.stream()
        .filter(node -> node.rooms() && !node.draining())
        .map(RealmNode::id)
        .toList();
    able = staying.isEmpty() ? List.of(self) : staying;
  }

  /** Its owner's id. */
  String of(String room) {
    String best = able.get(0);
    long most = Long.MIN_VALUE;
    for (String node : able) {
      long weight = weight(room, node);
      if (weight > most || weight == most && node.compareTo(best) < 0) {
        best = node;
        most = weight;
      }
    }
    return best;
  }

  private static long weight(String room, String node) {
    long mixed = hash(hash(FNV_BASIS, room) ^ '/', node);
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }

  private static long hash(long from, String text) {
    long hash = from;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
