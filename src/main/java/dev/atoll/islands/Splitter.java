package dev.atoll.islands;

import java.util.List;

/** Splits islands whose members are no longer connected: the biggest group, the first of equals, keeps the island. */
final class Splitter {
  private final Islands islands;
  private final Partition partition;

  Splitter(Islands islands, Partition partition) {
    this.islands = islands;
    this.partition = partition;
  }

  void split(Island island) {
    if (island.whole) {
      return;
    }
    if (partition.isWhole(island)) {
      island.whole = true;
      return;
    }
    List<Peer[]> groups = partition.groups(island);
    Peer[] biggest = groups.remove(biggest(groups));
    islands.keep(island, biggest);
    island.whole = true;
    for (Peer[] group : groups) {
      if (!islands.open(group)) {
        islands.rejoin(island, group);
      }
    }
  }

  private static int biggest(List<Peer[]> groups) {
    int biggest = 0;
    for (int i = 1; i < groups.size(); i++) {
      if (groups.get(i).length > groups.get(biggest).length) {
        biggest = i;
      }
    }
    return biggest;
  }
}
