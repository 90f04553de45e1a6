package dev.atoll.cluster;

import dev.atoll.protocol.message.NodeCard;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which nodes of a realm were there before which others: that does not follow from their clocks alone, since those may be wrong. Pure. */
final class Seniority {
  private static final Comparator<Map.Entry<String, NodeCard>> ELDEST_FIRST =
      Comparator.<Map.Entry<String, NodeCard>>comparingLong(
              each -> each.getValue().getRank())
          .thenComparing(Map.Entry::getKey);

  private Seniority() {}

  /**
   * The rank of a node that comes: it is younger than all that it finds, though its clock is behind.
   *
   * @param started when it started by its own clock, milliseconds since 1970
   * @param found nodes that it has heard
   */
  static long rank(long started, Collection<NodeCard> found) {
    long youngest = found.stream().mapToLong(NodeCard::getRank).max().orElse(0);
    return Math.max(started, youngest + 1);
  }

  /** In the order in which they came; of two that came at once and did not hear of each other the same one is first everywhere. */
  static List<Map.Entry<String, NodeCard>> eldestFirst(Map<String, NodeCard> cards) {
    return cards.entrySet().stream().sorted(ELDEST_FIRST).toList();
  }
}
