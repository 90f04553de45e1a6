package dev.atoll.islands;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that an engine knows, at any moment. Immutable. An engine of the same parameters restored from it behaves from
 * there on exactly as the one it was taken from.
 *
 * @param created how many islands were ever opened: the next id is the one after, so that none of the islands must have
 *     an id still to come
 * @param seats of islands that are opened from here on; 0: the parameters' size
 * @param islands in creation order
 * @param newcomers who moved for the first time since the last flush, in that order
 * @param leaves what the next flush reports of those who were disconnected since the last one
 */
public record EngineState(
    long created,
    int seats,
    List<IslandState> islands,
    List<PeerState> newcomers,
    List<IslandChange.Leave> leaves) {
  /** Of an engine nobody has called yet. */
  public static final EngineState EMPTY = new EngineState(0, 0, List.of(), List.of(), List.of());

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException when a peer or an island is there twice, or {@code created} is negative
   */
  public EngineState {
    islands = List.copyOf(islands);
    newcomers = List.copyOf(newcomers);
    leaves = List.copyOf(leaves);
    if (created < 0 || seats < 0) {
      throw new IllegalArgumentException("created and seats must not be negative");
    }
    Set<String> ids = new HashSet<>();
    Set<String> peers = new HashSet<>();
    for (IslandState island : islands) {
      once(ids, island.id());
      island.peers().forEach(peer -> once(peers, peer.peer()));
    }
    newcomers.forEach(peer -> once(peers, peer.peer()));
    Set<String> left = new HashSet<>();
    leaves.forEach(leave -> once(left, leave.peer()));
  }

  private static void once(Set<String> seen, String name) {
    if (!seen.add(name)) {
      throw new IllegalArgumentException(name + " is there twice");
    }
  }

  /**
   * A peer.
   *
   * @param wish the island it would like to be in, empty for none
   */
  public record PeerState(String peer, double x, double y, double z, String wish) {}

  /**
   * An island.
   *
   * @param touched whether the next flush looks at it
   * @param peers in engine order, not empty
   */
  public record IslandState(String id, int maxPeers, boolean touched, List<PeerState> peers) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public IslandState {
      peers = List.copyOf(peers);
      if (peers.isEmpty()) {
        throw new IllegalArgumentException("island " + id + " has no peers");
      }
    }
  }
}
