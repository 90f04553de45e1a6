package dev.atoll.islands;

import org.jspecify.annotations.Nullable;

/**
 * A square of the grid with somebody in it, at least as wide as the join distance: whoever is within that distance of a
 * peer here is here or in one of the eight cells around. It lists the islands present by weight and leaves out the full
 * ones, so that in one dense crowd nobody walks past a thousand islands that have no seat.
 */
final class Cell {
  final long x;
  final long z;

  /** This cell and those around it that exist, by {@link #place}. */
  final @Nullable Cell[] around = new Cell[9];

  @Nullable
  Presence small;

  @Nullable
  Presence medium;

  /** How many islands are present, the full ones too. */
  int islands;

  /** The last merge turn that came by. */
  long turn;

  /** During a merge turn, where the island stands whose turn it is; null where it has nobody. */
  @Nullable
  Presence center;

  Cell(long x, long z) {
    this.x = x;
    this.z = z;
  }

  /** Where in {@link #around} the cell is that lies so many cells off; each −1, 0 or 1. */
  static int place(int x, int z) {
    return (x + 1) * 3 + z + 1;
  }

  /** Puts the presence into the list of its island's weight. */
  void link(Presence presence) {
    presence.list = presence.island.weight;
    if (presence.list == Island.FULL) {
      return;
    }
    Presence first = presence.list == Island.SMALL ? small : medium;
    presence.nextInCell = first;
    presence.previousInCell = null;
    if (first != null) {
      first.previousInCell = presence;
    }
    replaceFirst(presence.list, presence);
  }

  /** Takes the presence out of the list it is in. */
  void unlink(Presence presence) {
    if (presence.list == Island.FULL) {
      return;
    }
    Presence before = presence.previousInCell;
    Presence after = presence.nextInCell;
    if (before == null) {
      replaceFirst(presence.list, after);
    } else {
      before.nextInCell = after;
    }
    if (after != null) {
      after.previousInCell = before;
    }
    presence.list = Island.FULL;
  }

  private void replaceFirst(int list, @Nullable Presence first) {
    if (list == Island.SMALL) {
      small = first;
    } else {
      medium = first;
    }
  }
}
