package dev.atoll.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A realm of many nodes as one of them sees it.
 *
 * @param self id of that node
 * @param nodes that it hears, itself among them, the eldest first
 * @param resets how many links have ended that were open
 * @param lastResets why the last link with each node ended, by its id
 * @param refused how many connections ended before both sides knew each other
 */
public record ClusterStatus(
    String self, List<Node> nodes, long resets, Map<String, String> lastResets, long refused) {
  public ClusterStatus {
    nodes = List.copyOf(nodes);
    lastResets = Map.copyOf(lastResets);
  }

  /**
   * One of the nodes.
   *
   * @param node as all see it
   * @param address where others reach its links
   * @param started milliseconds since 1970
   * @param link with it; empty for the node that tells
   * @param differs keys of settings that are to be the same everywhere and are not the same there as here
   * @param rules which of the owner's rules it has in force; empty before it has told
   */
  public record Node(
      RealmNode node,
      String address,
      long started,
      Optional<LinkStatus> link,
      List<String> differs,
      String rules) {}

  /**
   * A link.
   *
   * @param place where the other side of its connection is
   * @param via id of the node that it goes through, since the two cannot reach each other; empty where it has a connection of its own
   * @param roundTripMicros the last; 0 before the first
   * @param waitingBytes that the system has not taken
   * @param dropped messages that were not sent because too much waited
   * @param asked how many patterns the other side asks for
   */
  public record LinkStatus(
      String place, String via, long roundTripMicros, long waitingBytes, long dropped, int asked) {}
}
