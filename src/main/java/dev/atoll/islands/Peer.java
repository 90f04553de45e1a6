package dev.atoll.islands;

import org.jspecify.annotations.Nullable;

/** A peer as the engine holds it; also one that is gone, until the flush that reports it. */
final class Peer {
  final String name;
  double x;
  double y;
  double z;

  /** The island it would like to be in, empty for none. */
  String wish = "";

  /** Where it is; null for a newcomer before its first flush and for one that is gone. */
  @Nullable
  Island island;

  /** Its place in the grid; null when it has no island or its position is not finite. */
  @Nullable
  Presence presence;

  /** Its neighbours in the presence's list. */
  @Nullable
  Peer nextHere;

  @Nullable
  Peer previousHere;

  /** What the next flush reports: the island, empty for nothing. */
  String changeIsland = "";

  /** The island before, empty for none; see {@link #leaves}. */
  String changeFrom = "";

  /** Whether what is to be reported is a leave. */
  boolean leaves;

  Peer(String name) {
    this.name = name;
  }

  void at(double newX, double newY, double newZ) {
    x = newX;
    y = newY;
    z = newZ;
  }

  boolean isFinite() {
    return Math.abs(x) <= Double.MAX_VALUE && Math.abs(z) <= Double.MAX_VALUE;
  }

  /** Whether the next flush reports it. */
  boolean hasChange() {
    return !changeIsland.isEmpty();
  }

  void hope(Wish said) {
    if (said instanceof Wish.Room room) {
      wish = room.island();
    } else if (said == Wish.CLEARED) {
      wish = "";
    }
  }

  EngineState.PeerState state() {
    return new EngineState.PeerState(name, x, y, z, wish);
  }
}
