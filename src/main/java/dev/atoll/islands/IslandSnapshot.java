package dev.atoll.islands;

import java.util.List;

/**
 * An island at one moment. Immutable.
 *
 * @param id its name, unique among the islands of one engine
 * @param peers its members in the engine's order (which decides splits and sums), never empty
 * @param center mean of the members' positions, y always 0
 * @param radius metres from the center to the farthest member, y ignored; NaN when a position is not finite
 * @param maxPeers most members it takes
 */
public record IslandSnapshot(
    String id, List<String> peers, Position center, double radius, int maxPeers) {
  /** Copies the list. */
  public IslandSnapshot {
    peers = List.copyOf(peers);
  }
}
