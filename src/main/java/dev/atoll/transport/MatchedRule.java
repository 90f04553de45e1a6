package dev.atoll.transport;

import dev.atoll.config.ParcelArea;
import dev.atoll.config.SizeRange;
import dev.atoll.config.TransportRule;
import dev.atoll.transport.Witness.Miss;
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

  private final Rectangles areas;
  private final @Nullable SizeRange size;
  private final Set<String> scenes;

  MatchedRule(TransportRule.When when) {
    this.areas =
        new Rectangles(when.parcels().stream().map(MatchedRule::inMetres).toList());
    this.size = when.size().orElse(null);
    this.scenes = Set.copyOf(when.scene());
  }

  /**
   * Why it is not an island's; null when it is.
   *
   * @param margin whether the island has it already
   */
  @Nullable
  Miss miss(Situation island, boolean margin) {
    if (!areas.isEmpty() && !areas.contains(island.x(), island.z(), margin ? MARGIN_METRES : 0)) {
      return Miss.PARCELS;
    }
    if (size != null && !isOfSize(size, island.size(), margin)) {
      return Miss.SIZE;
    }
    return scenes.isEmpty() ? null : missesScene(island, margin);
  }

  /** The last parcel of an area ends where the next one begins. */
  private static Rectangles.Rectangle inMetres(ParcelArea area) {
    return new Rectangles.Rectangle(
        area.west() * ParcelArea.PARCEL_METRES,
        area.south() * ParcelArea.PARCEL_METRES,
        (area.east() + 1) * ParcelArea.PARCEL_METRES,
        (area.north() + 1) * ParcelArea.PARCEL_METRES);
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
    boolean fewNames = names.size() < scenes.size();
    Set<String> many = fewNames ? scenes : names;
    for (String each : fewNames ? names : scenes) {
      if (many.contains(each)) {
        return true;
      }
    }
    return false;
  }
}
