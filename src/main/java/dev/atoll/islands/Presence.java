package dev.atoll.islands;

import org.jspecify.annotations.Nullable;

/** That some of an island's members stand in a cell: a link of both the island's list and the cell's. */
final class Presence {
  final Cell cell;
  Island island;

  /** How many of the island's members. */
  int count;

  /** Which of the cell's lists it is in, by the island's weight; those of full islands are in none. */
  int list = Island.FULL;

  @Nullable
  Presence nextInCell;

  @Nullable
  Presence previousInCell;

  @Nullable
  Presence nextOfIsland;

  @Nullable
  Presence previousOfIsland;

  /** Set while its island is being merged away: the presence its peers belong to from then on. */
  @Nullable
  Presence successor;

  Presence(Cell cell, Island island) {
    this.cell = cell;
    this.island = island;
  }

  void linkToIsland(Island owner) {
    island = owner;
    Presence first = owner.presences;
    nextOfIsland = first;
    previousOfIsland = null;
    if (first != null) {
      first.previousOfIsland = this;
    }
    owner.presences = this;
  }

  void unlinkFromIsland() {
    Presence before = previousOfIsland;
    Presence after = nextOfIsland;
    if (before == null) {
      island.presences = after;
    } else {
      before.nextOfIsland = after;
    }
    if (after != null) {
      after.previousOfIsland = before;
    }
  }
}
