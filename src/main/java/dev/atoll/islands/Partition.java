package dev.atoll.islands;

import java.util.Arrays;
import java.util.List;

/** Who is connected with whom by hops of at most the leave distance. */
final class Partition {
  /** Islands up to this size are faster searched through than sorted into buckets. */
  private static final int FEW = 128;

  private final double limit;
  private final Buckets buckets;
  private final Groups groups;
  private double[] xs = new double[FEW];
  private double[] zs = new double[FEW];
  private int[] reached = new int[FEW];

  Partition(double leaveDistance) {
    limit = leaveDistance * leaveDistance;
    buckets = new Buckets(leaveDistance);
    groups = new Groups(limit, buckets);
  }

  /** Whether an island's members are connected. */
  boolean isWhole(Island island) {
    return island.size == 1 || isConnected(load(island, 0));
  }

  /** Whether the members of both together are connected. */
  boolean isWhole(Island one, Island other) {
    return isConnected(load(other, load(one, 0)));
  }

  /** The connected groups; see {@link Groups}. */
  List<Peer[]> groups(Island island) {
    load(island, 0);
    return groups.of(island, xs, zs);
  }

  private int load(Island island, int from) {
    int size = from + island.size;
    if (size > xs.length) {
      xs = Arrays.copyOf(xs, size * 2);
      zs = Arrays.copyOf(zs, size * 2);
      reached = new int[size * 2];
    }
    for (int i = 0; i < island.size; i++) {
      xs[from + i] = island.members[i].x;
      zs[from + i] = island.members[i].z;
    }
    return size;
  }

  private boolean isConnected(int size) {
    return size <= FEW ? areFewConnected(size) : areManyConnected(size);
  }

  /** Moves those reached to the front, until nobody further is; in a crowd the first reaches nearly all. */
  private boolean areFewConnected(int size) {
    int count = 1;
    for (int from = 0; from < count && count < size; from++) {
      double x = xs[from];
      double z = zs[from];
      for (int i = count; i < size; i++) {
        if (Distance.squared(x, z, xs[i], zs[i]) <= limit) {
          swap(i, count++);
        }
      }
    }
    return count == size;
  }

  private void swap(int one, int other) {
    double x = xs[one];
    double z = zs[one];
    xs[one] = xs[other];
    zs[one] = zs[other];
    xs[other] = x;
    zs[other] = z;
  }

  private boolean areManyConnected(int size) {
    buckets.clear(size);
    for (int i = 1; i < size; i++) {
      buckets.add(i, buckets.of(xs[i], zs[i]));
    }
    reached[0] = 0;
    int count = 1;
    for (int from = 0; from < count && count < size; from++) {
      int member = reached[from];
      for (int bucket : buckets.around(xs[member], zs[member])) {
        count = reach(member, bucket, count);
      }
    }
    return count == size;
  }

  /** Takes those near the member out of the bucket and notes them as reached; tells how many are so far. */
  private int reach(int member, int bucket, int countSoFar) {
    int count = countSoFar;
    int previous = Buckets.NONE;
    for (int i = buckets.first(bucket); i != Buckets.NONE; i = buckets.next(i)) {
      if (Distance.squared(xs[member], zs[member], xs[i], zs[i]) <= limit) {
        buckets.removeAfter(previous, bucket);
        reached[count++] = i;
      } else {
        previous = i;
      }
    }
    return count;
  }
}
