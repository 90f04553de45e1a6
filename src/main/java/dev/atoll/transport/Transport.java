package dev.atoll.transport;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** What carries what the peers of an island say to each other. */
public interface Transport {
  /**
   * A connection string for each of these peers of an island; a peer left out is not to be let in.
   *
   * <p>Called on the archipelago's context; may complete on any. A failure tells nothing to anybody: peers that were told an island before stay
   * as they are and are asked for again, others are forgotten until their next heartbeat.
   */
  Future<Map<String, String>> connectionStrings(String island, List<Passenger> passengers);

  /** Whether it is known to be gone although it told lately that it is there. */
  default boolean isGone() {
    return false;
  }

  /** It is not in the registry any more, and is not asked for anything new. */
  default void forgotten() {}
}
