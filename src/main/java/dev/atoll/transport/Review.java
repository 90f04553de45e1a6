package dev.atoll.transport;

import dev.atoll.islands.IslandSnapshot;
import java.util.List;
import java.util.function.Predicate;

/**
 * All islands after a flush, and what is to be known of them.
 *
 * @param islands all that there are, in creation order
 * @param hasTopics whether the door of a peer's session has topics
 * @param nanos when
 */
public record Review(List<IslandSnapshot> islands, Predicate<String> hasTopics, long nanos) {

  /**
   * What came of it.
   *
   * @param moved islands that ride on another transport than before: all their peers are to be told
   * @param resized islands that are to have other sizes
   * @param bridged of those that moved, which two transports are to be bridged for
   */
  public record Outcome(List<IslandSnapshot> moved, List<Resized> resized, List<Bridged> bridged) {
    /** Everything stays as it is. */
    public static final Outcome NOTHING = new Outcome(List.of(), List.of(), List.of());
  }

  /** An island that moved, and the ids of the transports that it moved from and to, both of which bridge. */
  public record Bridged(String island, String from, String to) {}

  /** An island, and most peers it may grow to from now on. */
  public record Resized(String island, int maxPeers) {}
}
