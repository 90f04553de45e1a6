package dev.atoll.transport;

import dev.atoll.islands.IslandSnapshot;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which transport each island rides on. The islands themselves know nothing of it: they are looked at after each flush. Used on the
 * archipelago's context only.
 */
public interface TransportChoice {
  /** The transport of an island, as of the last {@link #review}. */
  Transport of(String island);

  /**
   * Looks at all islands that there are after a flush; those that are no longer there are forgotten.
   *
   * @param hasTopics whether the door of a peer's session has topics
   * @return those that ride on another transport than before: all their peers are to be told
   */
  List<IslandSnapshot> review(List<IslandSnapshot> islands, Predicate<String> hasTopics);

  /** One transport for all islands, at no cost. */
  static TransportChoice always(Transport transport) {
    return new TransportChoice() {
      @Override
      public Transport of(String island) {
        return transport;
      }

      @Override
      public List<IslandSnapshot> review(
          List<IslandSnapshot> islands, Predicate<String> hasTopics) {
        return List.of();
      }
    };
  }
}
