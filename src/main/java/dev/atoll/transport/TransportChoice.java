package dev.atoll.transport;

import dev.atoll.config.TransportRule;
import dev.atoll.islands.IslandSnapshot;
import java.util.List;
import java.util.Map;

/**
 * Which transport each island rides on. The islands themselves know nothing of it: they are looked at after each flush. Used on the
 * archipelago's context only.
 */
public interface TransportChoice {
  /** The transport of an island, as of the last {@link #review}. */
  Transport of(String island);

  /** Looks at all islands that there are after a flush; those that are no longer there are forgotten. */
  Review.Outcome review(Review review);

  /** Most peers of an island that is new; 0: what the islands' own settings say. */
  default int openSize() {
    return 0;
  }

  /** By what name another node of the realm knows what an island rides on, for {@link #adopt}; empty where it rides on nothing known. */
  default String nameOf(String island) {
    return "";
  }

  /**
   * An island that this node has not looked at rides on something already, as another node of the realm chose.
   *
   * @param stay there; what is not known here is chosen anew at the next look
   */
  default void adopt(IslandSnapshot island, Stay stay, long nanos) {}

  /** For {@link #adopt} at other nodes: what each island rides on, as of the last {@link #review}. */
  default Map<String, Stay> stays(long nanos) {
    return Map.of();
  }

  /**
   * A transport was told of.
   *
   * @param node of the realm that told; empty for this one, and for who is none
   */
  default void heard(String node, TransportStatus status, long nanos) {}

  /** A node of the realm is lost, and with it the transports at it. */
  default void lost(String node, long nanos) {}

  /** The owner's rules are these from now on. */
  default void rules(List<TransportRule> rules) {}

  /** One transport for all islands, at no cost. */
  static TransportChoice always(Transport transport) {
    return new TransportChoice() {
      @Override
      public Transport of(String island) {
        return transport;
      }

      @Override
      public Review.Outcome review(Review review) {
        return Review.Outcome.NOTHING;
      }
    };
  }
}
