package dev.atoll.islands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who is connected with whom by hops of at most the leave distance. */
final class Partition {
  private final double limit;
  private double[] xs = new double[128];
  private double[] zs = new double[128];
  private int[] next = new int[128];

  Partition(double leaveDistance) {
    limit = leaveDistance * leaveDistance;
  }

  /** Whether an island's members are connected. */
  boolean isWhole(Island island) {
    return island.size == 1 || isConnected(load(island, 0));
  }

  /** Whether the members of both together are connected. */
  boolean isWhole(Island one, Island other) {
    return isConnected(load(other, load(one, 0)));
  }

  private int load(Island island, int from) {
    int size = from + island.size;
    if (size > xs.length) {
      xs = Arrays.copyOf(xs, size * 2);
      zs = Arrays.copyOf(zs, size * 2);
      next = new int[size * 2];
    }
    for (int i = 0; i < island.size; i++) {
      xs[from + i] = island.members[i].x;
      zs[from + i] = island.members[i].z;
    }
    return size;
  }

  /** Moves those reached to the front, until nobody further is; in a crowd the first reaches nearly all. */
  private boolean isConnected(int size) {
    int reached = 1;
    for (int from = 0; from < reached && reached < size; from++) {
      double x = xs[from];
      double z = zs[from];
      for (int i = reached; i < size; i++) {
        if (Distance.squared(x, z, xs[i], zs[i]) <= limit) {
          swap(i, reached++);
        }
      }
    }
    return reached == size;
  }

  private void swap(int one, int other) {
    double x = xs[one];
    double z = zs[one];
    xs[one] = xs[other];
    zs[one] = zs[other];
    xs[other] = x;
    zs[other] = z;
  }

  /**
   * The connected groups, by their first member, each in the order in which the reference arrives at it: a member joins
   * the oldest group it is near to, and the other groups near it are then appended to that one whole.
   */
  List<Peer[]> groups(Island island) {
    load(island, 0);
    List<Chain> groups = new ArrayList<>();
    for (int i = 0; i < island.size; i++) {
      join(groups, i);
    }
    List<Peer[]> members = new ArrayList<>(groups.size());
    for (Chain group : groups) {
      members.add(members(island, group));
    }
    return members;
  }

  private void join(List<Chain> groups, int member) {
    Chain first = null;
    int kept = 0;
    for (int i = 0; i < groups.size(); i++) {
      Chain group = groups.get(i);
      if (!isNear(group, member)) {
        groups.set(kept++, group);
      } else if (first == null) {
        first = group;
        groups.set(kept++, group);
        // the newcomer stands before those of the groups it connects
        append(group, member, member, 1);
      } else {
        append(first, group.head, group.tail, group.size);
      }
    }
    groups.subList(kept, groups.size()).clear();
    if (first == null) {
      groups.add(new Chain(member));
    }
  }

  private boolean isNear(Chain group, int member) {
    int each = group.head;
    for (int i = 0; i < group.size; i++) {
      if (Distance.squared(xs[member], zs[member], xs[each], zs[each]) <= limit) {
        return true;
      }
      each = next[each];
    }
    return false;
  }

  private void append(Chain group, int head, int tail, int size) {
    next[group.tail] = head;
    group.tail = tail;
    group.size += size;
  }

  private Peer[] members(Island island, Chain group) {
    Peer[] members = new Peer[group.size];
    int each = group.head;
    for (int i = 0; i < members.length; i++) {
      members[i] = island.members[each];
      each = next[each];
    }
    return members;
  }

  /** A group in the making: indices of members, linked by {@link #next}. */
  private static final class Chain {
    final int head;
    int tail;
    int size = 1;

    Chain(int member) {
      head = member;
      tail = member;
    }
  }
}
