package dev.atoll.islands;

/** Nearness in x and z, compared by squares just as the reference does, so that edges fall on the same side. */
final class Distance {
  private Distance() {}

  static double squared(double x1, double z1, double x2, double z2) {
    double x = x2 - x1;
    double z = z2 - z1;
    return x * x + z * z;
  }

  /** Whether any peer of one is within the distance of any of the other. */
  static boolean near(Island one, Island other, double distance) {
    double limit = distance * distance;
    for (int i = 0; i < one.size; i++) {
      Peer peer = one.members[i];
      if (near(peer.x, peer.z, other, limit)) {
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
   * Whether two islands reach each other: their circles do and two of their peers do. The circles add nothing but
   * rounding, which decides at the very edge and is therefore part of the traces.
   */
  static boolean reach(Island one, Island other, double distance) {
    one.measure();
    other.measure();
    double between = squared(one.centerX, one.centerZ, other.centerX, other.centerZ);
    double most = one.radius + other.radius + distance;
    return between <= most * most && near(one, other, distance);
  }
}
