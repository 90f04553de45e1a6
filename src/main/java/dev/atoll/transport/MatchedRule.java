package dev.atoll.transport;

import dev.atoll.config.ParcelArea;
import dev.atoll.config.SizeRange;
import dev.atoll.config.TransportRule;
import dev.atoll.transport.Witness.Miss;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a rule is an island's: it enters by what is written, and leaves it a little beyond, so that who stands on a border does
 * not go to and fro.
 */
final class MatchedRule {
  /** Half a parcel, metres: as far as an island's center is outside before it has left an area. */
  static final double MARGIN_METRES = ParcelArea.PARCEL_METRES / 2;

  /** Of the limit; as much as an island is too big or small before it has left a range. */
  static final double MARGIN_SIZE = 0.1;

  /** The center, and where it may have strayed to. */
  private static final double[][] AROUND = {{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}};

  /** West, south, east and north. */
  private static final int BORDERS = 4;

  private final double[] borders;
  private final @Nullable SizeRange size;
  private final List<String> scenes;

  MatchedRule(TransportRule.When when) {
    this.borders = borders(when.parcels());
    this.size = when.size().orElse(null);
    this.scenes = when.scene();
  }

  /**
   * Why it is not an island's; null when it is.
   *
   * @param margin whether the island has it already
   */
  @Nullable
  Miss miss(Situation island, boolean margin) {
    if (borders.length > 0 && !isIn(island, margin ? MARGIN_METRES : 0)) {
      return Miss.PARCELS;
    }
    if (size != null && !isOfSize(size, island.size(), margin)) {
      return Miss.SIZE;
    }
    return scenes.isEmpty() ? null : missesScene(island, margin);
  }

  private boolean isIn(Situation island, double margin) {
    double x = island.x();
    double z = island.z();
    for (int i = 0; i < borders.length; i += BORDERS) {
      if (x >= borders[i] - margin
          && z >= borders[i + 1] - margin
          && x < borders[i + 2] + margin
          && z < borders[i + 3] + margin) {
        return true;
      }
    }
    return false;
  }

  /** In metres; the last parcel of an area ends where the next one begins. */
  private static double[] borders(List<ParcelArea> parcels) {
    double[] borders = new double[BORDERS * parcels.size()];
    for (int i = 0; i < parcels.size(); i++) {
      ParcelArea area = parcels.get(i);
      borders[BORDERS * i] = area.west() * ParcelArea.PARCEL_METRES;
      borders[BORDERS * i + 1] = area.south() * ParcelArea.PARCEL_METRES;
      borders[BORDERS * i + 2] = (area.east() + 1) * ParcelArea.PARCEL_METRES;
      borders[BORDERS * i + 3] = (area.north() + 1) * ParcelArea.PARCEL_METRES;
    }
    return borders;
  }

  private static boolean isOfSize(SizeRange range, int size, boolean margin) {
    if (range.contains(size) || !margin) {
      return range.contains(size);
    }
    return size >= range.least() - slack(range.least())
        && size <= (long) range.most() + slack(range.most());
  }

  private static long slack(int limit) {
    return Math.max(1, (long) (limit * MARGIN_SIZE));
  }

  /** What is not known makes no island enter and none leave. */
  private @Nullable Miss missesScene(Situation island, boolean margin) {
    boolean unknown = false;
    for (int i = 0; i < (margin ? AROUND.length : 1); i++) {
      Optional<Set<String>> names = island.scene(
          ParcelArea.parcelOf(island.x() + AROUND[i][0] * MARGIN_METRES),
          ParcelArea.parcelOf(island.z() + AROUND[i][1] * MARGIN_METRES));
      unknown |= names.isEmpty();
      if (names.isPresent() && isNamed(names.get())) {
        return null;
      }
    }
    if (unknown) {
      return margin ? null : Miss.SCENE_UNKNOWN;
    }
    return Miss.SCENE;
  }

  private boolean isNamed(Set<String> names) {
    for (int i = 0; i < scenes.size(); i++) {
      if (names.contains(scenes.get(i))) {
        return true;
      }
    }
    return false;
  }
}
