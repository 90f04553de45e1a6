package dev.atoll.islands;

/**
 * Which cell a coordinate falls into. Never decreasing, and no two coordinates within the given distance of each other
 * fall further apart than neighbouring cells, rounding included; tests hold it to that.
 */
final class Axis {
  /** Cells are this much wider than the distance, which is more than the divisions below can be off. */
  private static final double MARGIN = 1 + 0x1p-20;

  /** Cells on either side of 0 that are of one width. */
  private static final long EVEN = 1L << 28;

  /**
   * Beyond, where coordinates become coarse, cells grow with them: 2^27 cells for each doubling, each between one and
   * two widths at first. So absurd positions do not all fall into one cell.
   */
  private static final int FAR_SHIFT = 52 - 27;

  private final double cellsPerMetre;
  private final double limit;
  private final long limitBits;

  Axis(double distance) {
    double width = distance * MARGIN;
    cellsPerMetre = 1 / width;
    limit = width * EVEN;
    limitBits = Double.doubleToRawLongBits(limit);
  }

  /** The cell of a finite coordinate. */
  long cell(double coordinate) {
    double magnitude = Math.abs(coordinate);
    if (magnitude < limit) {
      return (long) Math.floor(coordinate * cellsPerMetre);
    }
    long beyond = (Double.doubleToRawLongBits(magnitude) - limitBits) >> FAR_SHIFT;
    return coordinate > 0 ? EVEN + beyond : -EVEN - 1 - beyond;
  }
}
