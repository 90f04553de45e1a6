package dev.atoll.islands;

import org.jspecify.annotations.Nullable;

/** That some of an island's members stand in a cell: a link of both the island's list and the cell's. */
final class Presence {
  final Cell cell;
  Island island;

  /** The island's members that stand here; never none for long. */
  @Nullable
  Peer peers;

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

  Presence(Cell cell, Island island) {
    this.cell = cell;
    this.island = island;
  }

  void add(Peer peer) {
    Peer first = peers;
    peer.presence = this;
    peer.previousHere = null;
    peer.nextHere = first;
    if (first != null) {
      first.previousHere = peer;
    }
    peers = peer;
  }

  void remove(Peer peer) {
    Peer before = peer.previousHere;
    Peer after = peer.nextHere;
    if (before == null) {
      peers = after;
    } else {
      before.nextHere = after;
    }
    if (after != null) {
      after.previousHere = before;
    }
    peer.presence = null;
    peer.nextHere = null;
    peer.previousHere = null;
  }

  /** Whether any peer here is within so much of any there, squared. */
  boolean isNear(Presence other, double limit) {
    for (Peer one = peers; one != null; one = one.nextHere) {
      for (Peer two = other.peers; two != null; two = two.nextHere) {
        if (Distance.squared(one.x, one.z, two.x, two.z) <= limit) {
          return true;
        }
      }
    }
    return false;
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
