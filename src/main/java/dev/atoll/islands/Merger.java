package dev.atoll.islands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges what is within the join distance of an island: bigger ones take in smaller ones, of equals the older the
 * younger, as long as there are seats.
 *
 * <p>An island is left out of it when it is so big that it fits with no other in reach; in a crowd that is nearly all of
 * them, and whether they reach each other need not be found out.
 */
final class Merger {
  private static final Comparator<Island> BIGGEST_FIRST = (one, other) -> one.size == other.size
      ? Long.compare(one.sequence, other.sequence)
      : Integer.compare(other.size, one.size);

  private final IslandsParameters parameters;
  private final Islands islands;
  private final Partition partition;
  private final Preference preference = new Preference();
  private final List<Cell> cells = new ArrayList<>();
  private final List<Island> reached = new ArrayList<>();
  private final List<Island> bases = new ArrayList<>();
  private int firstOpen;
  private long turn;

  Merger(IslandsParameters parameters, Islands islands, Partition partition) {
    this.parameters = parameters;
    this.islands = islands;
    this.partition = partition;
  }

  /** One island's turn. */
  void merge(Island island) {
    gather(island);
    if (!reached.isEmpty()) {
      reached.add(island);
      reached.sort(BIGGEST_FIRST);
      mergeReached();
    }
    leave();
  }

  /** Finds all in reach that can have a part in a merge. */
  private void gather(Island island) {
    turn++;
    island.turn = turn;
    visit(island);
    int smallest = island.size;
    for (int i = 0; i < cells.size(); i++) {
      smallest = Math.min(smallest, reach(island, cells.get(i).small, islands.most()));
    }
    int most = islands.most() - smallest;
    if (smallest <= most) {
      for (int i = 0; i < cells.size(); i++) {
        reach(island, cells.get(i).medium, most);
      }
    }
  }

  /** Finds the cells in which somebody near any of the island's members can be. */
  private void visit(Island island) {
    for (Presence each = island.presences; each != null; each = each.nextOfIsland) {
      @Nullable Cell[] around = each.cell.around;
      for (Cell cell : around) {
        if (cell != null && cell.turn != turn) {
          cell.turn = turn;
          cells.add(cell);
        }
      }
      each.cell.center = each;
    }
  }

  /** Ends the turn, and keeps nothing alive that it met. */
  private void leave() {
    for (int i = 0; i < cells.size(); i++) {
      cells.get(i).center = null;
    }
    cells.clear();
    reached.clear();
    bases.clear();
  }

  /**
   * Adds those of a cell's list that reach the island and are at most so big.
   *
   * @return the smallest size among them, {@code most} when there are none
   */
  private int reach(Island island, @Nullable Presence list, int most) {
    int smallest = most;
    for (Presence each = list; each != null; each = each.nextInCell) {
      Island other = each.island;
      if (other.turn != turn && other.size <= most) {
        other.turn = turn;
        if (Distance.circlesReach(island, other, parameters.joinDistance()) && isNear(other)) {
          reached.add(other);
          smallest = Math.min(smallest, other.size);
        }
      }
    }
    return smallest;
  }

  /** Whether any of its members is within the join distance of any of the island's whose turn it is. */
  private boolean isNear(Island other) {
    double limit = parameters.joinDistance() * parameters.joinDistance();
    for (Presence each = other.presences; each != null; each = each.nextOfIsland) {
      for (Cell cell : each.cell.around) {
        if (cell != null && cell.turn == turn) {
          Presence center = cell.center;
          if (center != null && each.isNear(center, limit)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void mergeReached() {
    firstOpen = 0;
    bases.add(reached.get(0));
    for (int i = 1; i < reached.size(); i++) {
      Island island = reached.get(i);
      Island preferred = preferred(island);
      boolean merged = preferred != null && merge(preferred, island);
      if (!merged && !intoFirst(island, preferred)) {
        bases.add(island);
      }
    }
  }

  /** The island its members wish to be in, when that is a bigger or older one in reach. */
  private @Nullable Island preferred(Island island) {
    String wish = preference.of(island);
    if (wish.isEmpty()) {
      return null;
    }
    for (Island base : bases) {
      if (base.id.equals(wish)) {
        return base;
      }
    }
    return null;
  }

  private boolean intoFirst(Island island, @Nullable Island alreadyTried) {
    while (firstOpen < bases.size() && isFull(bases.get(firstOpen))) {
      firstOpen++;
    }
    for (int i = firstOpen; i < bases.size(); i++) {
      Island base = bases.get(i);
      if (base != alreadyTried && merge(base, island)) {
        return true;
      }
    }
    return false;
  }

  private boolean merge(Island into, Island from) {
    return into.size + from.size <= into.maxPeers
        && (parameters.merge() == Merge.REFERENCE || staysWhole(into, from))
        && islands.merge(into, from);
  }

  private boolean staysWhole(Island one, Island other) {
    return one.whole && other.whole
        ? Distance.near(one, other, parameters.leaveDistance())
        : partition.isWhole(one, other);
  }

  private static boolean isFull(Island island) {
    return island.size >= island.maxPeers;
  }
}
