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
   */
  public record Outcome(List<IslandSnapshot> moved, List<Resized> resized) {
    /** Everything stays as it is. */
    public static final Outcome NOTHING = new Outcome(List.of(), List.of());
  }

  /** An island, and most peers it may grow to from now on. */
  public record Resized(String island, int maxPeers) {}
}
