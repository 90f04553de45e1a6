package dev.atoll.islands.trace;

import dev.atoll.islands.EngineState;
import dev.atoll.islands.IslandChange;
import dev.atoll.islands.IslandSnapshot;
import java.util.List;

/** About how many bytes things take as text, without writing them. */
final class TraceSize {
  /** An island's geometry and the names of its members. */
  private static final int ISLAND = 120;

  /** A peer's position and brackets. */
  private static final int PLACED_PEER = 60;

  /** Quotes and a comma. */
  private static final int NAME = 3;

  /** Names of a change's members. */
  private static final int CHANGE = 40;

  /** What is there even in an empty trace. */
  private static final int FRAME = 200;

  private TraceSize() {}

  static long of(EngineState state) {
    long bytes =
        FRAME + placed(state.newcomers()) + (long) CHANGE * state.leaves().size();
    for (EngineState.IslandState island : state.islands()) {
      bytes += ISLAND + placed(island.peers());
    }
    return bytes;
  }

  private static long placed(List<EngineState.PeerState> peers) {
    long bytes = 0;
    for (EngineState.PeerState peer : peers) {
      bytes += PLACED_PEER + peer.peer().length() + peer.wish().length();
    }
    return bytes;
  }

  static long of(List<IslandSnapshot> islands, List<IslandChange> changes) {
    long bytes = CHANGE;
    for (IslandSnapshot island : islands) {
      bytes += ISLAND;
      for (String peer : island.peers()) {
        bytes += NAME + peer.length();
      }
    }
    for (IslandChange change : changes) {
      bytes += CHANGE + change.peer().length();
    }
    return bytes;
  }
}
