package dev.atoll.islands;

import java.util.Random;

/** Peers that walk about in a world of a certain shape; always the same walk for the same seed. */
final class WalkingWorld {
  /** Metres a walker gets along either axis between two flushes, at most. */
  private static final double STRIDE = 8;

  private static final double PER_HOT_SPOT = 250;
  private static final double SPOT_RADIUS = 60;

  /** Where they are. */
  enum Shape {
    /** Seven of ten around hot spots of some 250 peers, the others anywhere; now and then one teleports. */
    CITY,
    /** So thin that most islands are of one or two. */
    SPARSE,
    /** All in a square of 200 m. */
    CROWD
  }

  private final Shape shape;
  private final Random random;
  private final double side;
  private final String[] names;
  private final double[] xs;
  private final double[] zs;

  WalkingWorld(Shape shape, int peers, long seed) {
    this.shape = shape;
    this.random = new Random(seed);
    this.side = switch (shape) {
      case CITY -> 4800 * Math.sqrt(peers / 10_000.0);
      case SPARSE -> 13_000 * Math.sqrt(peers / 10_000.0);
      case CROWD -> 200;
    };
    names = new String[peers];
    xs = new double[peers];
    zs = new double[peers];
    for (int peer = 0; peer < peers; peer++) {
      names[peer] = "0x%040x".formatted(peer * 0x9E3779B97F4A7C15L);
      place(peer);
    }
  }

  /** Everybody says where it is. */
  void arrive(IslandsEngine engine) {
    for (int peer = 0; peer < names.length; peer++) {
      engine.move(names[peer], xs[peer], 0, zs[peer], Wish.UNCHANGED);
    }
  }

  /** A third of them walks. */
  void walk(IslandsEngine engine) {
    for (int peer = random.nextInt(3); peer < names.length; peer += 1 + random.nextInt(5)) {
      if (shape == Shape.CITY && random.nextInt(200) == 0) {
        place(peer);
      } else {
        xs[peer] = step(xs[peer]);
        zs[peer] = step(zs[peer]);
      }
      engine.move(names[peer], xs[peer], 0, zs[peer], Wish.UNCHANGED);
    }
  }

  private double step(double from) {
    double to = from + (random.nextDouble() * 2 - 1) * STRIDE;
    return Math.min(Math.max(to, 0), side);
  }

  private void place(int peer) {
    xs[peer] = random.nextDouble() * side;
    zs[peer] = random.nextDouble() * side;
    if (shape == Shape.CITY && random.nextInt(10) < 7) {
      Random spot = new Random(random.nextInt((int) Math.ceil(names.length / PER_HOT_SPOT)));
      xs[peer] = within(spot.nextDouble() * side + random.nextGaussian() * SPOT_RADIUS);
      zs[peer] = within(spot.nextDouble() * side + random.nextGaussian() * SPOT_RADIUS);
    }
  }

  private double within(double coordinate) {
    return Math.min(Math.max(coordinate, 0), side);
  }
}
