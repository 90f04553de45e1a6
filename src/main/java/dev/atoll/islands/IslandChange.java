package dev.atoll.islands;

import java.util.Optional;

/** What a flush decided for one peer; there is at most one for each peer and flush. */
public sealed interface IslandChange {
  /** The peer it is about. */
  String peer();

  /** The island the peer is in now, or, when it left, was in last. */
  String island();

  /**
   * The peer is in that island from now on. Also reported where a peer left an island and came back to it within one
   * flush.
   *
   * @param previous the island the engine had the peer in just before, perhaps one that lived within this flush only
   *     and was never reported; empty for none
   */
  record ChangeTo(String peer, String island, String previous) implements IslandChange {
    /** {@link #previous}, when there is one. */
    public Optional<String> from() {
      return previous.isEmpty() ? Optional.empty() : Optional.of(previous);
    }
  }

  /** The peer was disconnected and has not come back. */
  record Leave(String peer, String island) implements IslandChange {}
}
