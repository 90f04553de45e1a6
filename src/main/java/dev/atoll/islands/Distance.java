package dev.atoll.islands;

/** Nearness in x and z, compared by squares just as the reference does, so that edges fall on the same side. */
final class Distance {
  /** More than what center and radius are off by rounding, in parts of the numbers they come from. */
  private static final double ROUNDING = 1e-9;

  private Distance() {}

  static double squared(double x1, double z1, double x2, double z2) {
    double x = x2 - x1;
    double z = z2 - z1;
    return x * x + z * z;
  }

  /** Whether any peer of one is within the distance of any of the other. */
  static boolean near(Island one, Island other, double distance) {
    return one.size >= other.size ? anyNear(one, other, distance) : anyNear(other, one, distance);
  }

  private static boolean anyNear(Island bigger, Island smaller, double distance) {
    smaller.measure();
    double limit = distance * distance;
    double reach = smaller.radius + distance;
    double slack = ROUNDING * (Math.abs(smaller.centerX) + Math.abs(smaller.centerZ) + reach);
    double around = (reach + slack) * (reach + slack);
    for (int i = 0; i < bigger.size; i++) {
      Peer peer = bigger.members[i];
      boolean outside = squared(peer.x, peer.z, smaller.centerX, smaller.centerZ) > around;
      if (!outside && near(peer.x, peer.z, smaller, limit)) {
        return true;
      }
    }
    return false;
  }

  private static boolean near(double x, double z, Island island, double limit) {
    for (int i = 0; i < island.size; i++) {
      Peer other = island.members[i];
      if (squared(x, z, other.x, other.z) <= limit) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the circles of two islands are within the distance, as those of islands with two peers so near must be. Yet
   * the circles' rounding decides at the very edge and is therefore part of the traces.
   */
  static boolean circlesReach(Island one, Island other, double distance) {
    one.measure();
    other.measure();
    double most = one.radius + other.radius + distance;
    return squared(one.centerX, one.centerZ, other.centerX, other.centerZ) <= most * most;
  }
}
