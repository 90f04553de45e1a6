package dev.atoll.operations;

import java.util.Map;

/**
 * What Decentraland's archipelago core counts.
 *
 * @param peers in islands
 * @param islands there are
 * @param changes of a peer's island so far
 * @param transports there are, by kind: {@code ws}, {@code livekit}, {@code p2p}
 */
public record ArchipelagoFigures(
    int peers, int islands, long changes, Map<String, Integer> transports) {
  public ArchipelagoFigures {
    transports = Map.copyOf(transports);
  }
}
