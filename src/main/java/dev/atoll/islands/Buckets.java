package dev.atoll.islands;

import java.util.Arrays;

/**
 * Some numbered points by where they are: whoever is within the distance of a point is in one of at most nine buckets.
 * Others may be there too, as cells share buckets.
 */
final class Buckets {
  static final int NONE = -1;

  private final Axis axis;
  private final int[] around = new int[9];
  private int[] first = new int[64];
  private int[] next = new int[64];
  private int mask;

  Buckets(double distance) {
    axis = new Axis(distance);
  }

  /** Empties all, for points numbered below that. */
  void clear(int points) {
    int count = Integer.highestOneBit(Math.max(points, 1)) * 4;
    if (count > first.length) {
      first = new int[count];
    }
    if (points > next.length) {
      next = new int[count];
    }
    mask = count - 1;
    Arrays.fill(first, 0, count, NONE);
  }

  /** Most buckets there are. */
  int count() {
    return mask + 1;
  }

  int of(double x, double z) {
    return bucket(axis.cell(x), axis.cell(z));
  }

  void add(int point, int bucket) {
    next[point] = first[bucket];
    first[bucket] = point;
  }

  int first(int bucket) {
    return first[bucket];
  }

  int next(int point) {
    return next[point];
  }

  /** Takes out the point that follows that one, or the bucket's first when that is none. */
  void removeAfter(int previous, int bucket) {
    if (previous == NONE) {
      first[bucket] = next[first[bucket]];
    } else {
      next[previous] = next[next[previous]];
    }
  }

  /**
   * The buckets to look into; the array is this object's and holds them until the next call. One may be there twice.
   */
  int[] around(double x, double z) {
    long cellX = axis.cell(x);
    long cellZ = axis.cell(z);
    int count = 0;
    for (int dx = -1; dx <= 1; dx++) {
      for (int dz = -1; dz <= 1; dz++) {
        around[count++] = bucket(cellX + dx, cellZ + dz);
      }
    }
    return around;
  }

  private int bucket(long x, long z) {
    long mixed = (x * 0x9E3779B97F4A7C15L + z) * 0xC2B2AE3D27D4EB4FL;
    return (int) (mixed >>> 32) & mask;
  }
}
