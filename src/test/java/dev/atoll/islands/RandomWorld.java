package dev.atoll.islands;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A small world in which everything happens: full islands, ties, edges (coordinates are multiples of 8 m, so that many
 * are exactly at a limit), wishes, comings and goings, positions that are absurd or not finite.
 */
final class RandomWorld {
  private static final double[] ABSURD = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e12, -1e12, 1e300, 1.8e10
  };
  private static final double[][] DISTANCES = {{64, 80}, {64, 80}, {64, 64}, {24, 120}, {40, 40}};
  private static final int[] SIZES = {1, 2, 3, 5, 8, 20, 100};
  private static final int[] SIDES = {20, 50, 120};

  final IslandsParameters parameters;
  private final Random random;
  private final int peers;
  private final int side;
  private final boolean absurd;

  /** All in a row: then circles touch just where peers do, and rounding decides. */
  private final boolean row;

  /** Islands are given other sizes now and then. */
  private boolean resizing;

  RandomWorld(long seed, Merge merge) {
    this(seed, merge, 60, SIZES);
  }

  private RandomWorld(long seed, Merge merge, int mostPeers, int... sizes) {
    random = new Random(seed);
    double[] distances = DISTANCES[random.nextInt(DISTANCES.length)];
    int size = sizes[random.nextInt(sizes.length)];
    parameters = new IslandsParameters(distances[0], distances[1], size, "I", merge);
    peers = 2 + random.nextInt(mostPeers);
    side = SIDES[random.nextInt(SIDES.length)];
    absurd = random.nextInt(4) == 0;
    row = random.nextInt(3) == 0;
  }

  /** One with islands of several hundred. */
  static RandomWorld withBigIslands(long seed, Merge merge) {
    return new RandomWorld(seed, merge, 600, 200, 1000);
  }

  /** One whose islands are given other sizes now and then. */
  static RandomWorld withOtherSizes(long seed, Merge merge) {
    RandomWorld world = new RandomWorld(seed, merge);
    world.resizing = true;
    return world;
  }

  /** What is done before one flush. */
  List<Action> step() {
    int actions = random.nextInt(peers);
    return new ArrayList<>(IntStream.range(0, actions).mapToObj(i -> action()).toList());
  }

  private Action action() {
    if (resizing && random.nextInt(8) == 0) {
      int size = random.nextInt(30);
      return random.nextInt(10) == 0
          ? new Action.OpenAt(1 + size)
          : new Action.Resize("I" + Integer.toString(1 + random.nextInt(60), 36), size);
    }
    String peer = "p" + random.nextInt(peers);
    return random.nextInt(12) == 0 ? new Action.Disconnect(peer) : move(peer);
  }

  private Action move(String peer) {
    double along = coordinate();
    return row
        ? new Action.Move(peer, 3 * along, 0, 4 * along, wish())
        : new Action.Move(peer, along, coordinate(), coordinate(), wish());
  }

  private double coordinate() {
    if (absurd && random.nextInt(20) == 0) {
      return ABSURD[random.nextInt(ABSURD.length)];
    }
    return random.nextInt(side) * 8 - 400;
  }

  private Wish wish() {
    return switch (random.nextInt(8)) {
      case 0 -> Wish.room("I" + Integer.toString(1 + random.nextInt(40), 36));
      case 1 -> Wish.CLEARED;
      default -> Wish.UNCHANGED;
    };
  }

  /** Something done to an engine. */
  sealed interface Action {
    void on(IslandsEngine engine);

    void on(NaiveEngine engine);

    record Move(String peer, double x, double y, double z, Wish wish) implements Action {
      @Override
      public void on(IslandsEngine engine) {
        engine.move(peer, x, y, z, wish);
      }

      @Override
      public void on(NaiveEngine engine) {
        engine.move(peer, x, y, z, wish);
      }
    }

    record Resize(String island, int maxPeers) implements Action {
      @Override
      public void on(IslandsEngine engine) {
        engine.resize(island, maxPeers);
      }

      @Override
      public void on(NaiveEngine engine) {
        engine.resize(island, maxPeers);
      }
    }

    record OpenAt(int size) implements Action {
      @Override
      public void on(IslandsEngine engine) {
        engine.openAt(size);
      }

      @Override
      public void on(NaiveEngine engine) {
        engine.openAt(size);
      }
    }

    record Disconnect(String peer) implements Action {
      @Override
      public void on(IslandsEngine engine) {
        engine.disconnect(peer);
      }

      @Override
      public void on(NaiveEngine engine) {
        engine.disconnect(peer);
      }
    }
  }
}
