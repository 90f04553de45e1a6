package dev.atoll.islands;

import org.jspecify.annotations.Nullable;

/** Which islands have members where. Peers whose position is not finite are nowhere, since nobody is near them. */
final class Grid {
  private final Axis axis;
  private final CellTable cells = new CellTable();

  Grid(double joinDistance) {
    axis = new Axis(joinDistance);
  }

  void clear() {
    cells.clear();
  }

  /** Puts a peer where its position and island say. */
  void enter(Peer peer, Island island) {
    if (peer.isFinite()) {
      put(peer, island, axis.cell(peer.x), axis.cell(peer.z));
    }
  }

  /** Takes a peer out. */
  void leave(Peer peer) {
    Presence presence = peer.presence;
    if (presence == null) {
      return;
    }
    presence.remove(peer);
    if (presence.peers == null) {
      presence.unlinkFromIsland();
      drop(presence);
    }
  }

  /** Follows a peer whose position has changed. */
  void follow(Peer peer, Island island) {
    if (!peer.isFinite()) {
      leave(peer);
      return;
    }
    long x = axis.cell(peer.x);
    long z = axis.cell(peer.z);
    Presence presence = peer.presence;
    if (presence == null || presence.cell.x != x || presence.cell.z != z) {
      leave(peer);
      put(peer, island, x, z);
    }
  }

  /** All of one island's members are the other's from now on; called before the lists of members are joined. */
  void merge(Island into, Island from) {
    Presence next = from.presences;
    while (next != null) {
      Presence presence = next;
      next = presence.nextOfIsland;
      Presence same = of(into, presence.cell);
      if (same == null) {
        presence.cell.unlink(presence);
        presence.linkToIsland(into);
        presence.cell.link(presence);
      } else {
        move(presence, same);
        drop(presence);
      }
    }
    from.presences = null;
  }

  private static void move(Presence from, Presence into) {
    Peer next = from.peers;
    while (next != null) {
      Peer peer = next;
      next = peer.nextHere;
      into.add(peer);
    }
  }

  /** Lists the island by that weight from now on. */
  void weigh(Island island, int weight) {
    if (island.weight == weight) {
      return;
    }
    island.weight = weight;
    for (Presence each = island.presences; each != null; each = each.nextOfIsland) {
      each.cell.unlink(each);
      each.cell.link(each);
    }
  }

  private void put(Peer peer, Island island, long x, long z) {
    Cell cell = cells.get(x, z);
    if (cell == null) {
      cell = open(x, z);
    }
    Presence presence = of(island, cell);
    if (presence == null) {
      presence = new Presence(cell, island);
      presence.linkToIsland(island);
      cell.link(presence);
      cell.islands++;
    }
    presence.add(peer);
  }

  private static @Nullable Presence of(Island island, Cell cell) {
    Presence presence = island.presences;
    while (presence != null && presence.cell != cell) {
      presence = presence.nextOfIsland;
    }
    return presence;
  }

  private void drop(Presence presence) {
    Cell cell = presence.cell;
    cell.unlink(presence);
    cell.islands--;
    if (cell.islands == 0) {
      close(cell);
    }
  }

  private Cell open(long x, long z) {
    Cell cell = new Cell(x, z);
    cells.add(cell);
    for (int dx = -1; dx <= 1; dx++) {
      for (int dz = -1; dz <= 1; dz++) {
        Cell near = cells.get(x + dx, z + dz);
        if (near != null) {
          cell.around[Cell.place(dx, dz)] = near;
          near.around[Cell.place(-dx, -dz)] = cell;
        }
      }
    }
    return cell;
  }

  private void close(Cell cell) {
    cells.remove(cell);
    for (int place = 0; place < cell.around.length; place++) {
      Cell near = cell.around[place];
      if (near != null) {
        near.around[cell.around.length - 1 - place] = null;
      }
    }
  }
}
