package dev.atoll.islands;

/**
 * What an engine is made with.
 *
 * @param joinDistance metres (x and z only) within which islands merge, more than 0
 * @param leaveDistance metres beyond which an island splits, not less than {@code joinDistance}
 * @param size most peers of one island, at least 1
 * @param prefix first characters of every island's id, not empty
 * @param merge which islands within reach merge
 */
public record IslandsParameters(
    double joinDistance, double leaveDistance, int size, String prefix, Merge merge) {
  /** Distances beyond this gain nothing and would cost the grid its precision; metres. */
  public static final double MAX_DISTANCE = 1_000_000;

  /**
   * Checks the ranges above.
   *
   * @throws IllegalArgumentException when one is broken
   */
  public IslandsParameters {
    check(joinDistance > 0, "joinDistance must be more than 0");
    check(leaveDistance >= joinDistance, "leaveDistance must not be less than joinDistance");
    check(leaveDistance <= MAX_DISTANCE, "leaveDistance must not be over " + MAX_DISTANCE);
    check(size >= 1, "size must be at least 1");
    check(!prefix.isEmpty(), "prefix must not be empty");
  }

  /** The same with another merge. */
  public IslandsParameters with(Merge other) {
    return new IslandsParameters(joinDistance, leaveDistance, size, prefix, other);
  }

  /** The same with another size. */
  public IslandsParameters with(int otherSize) {
    return new IslandsParameters(joinDistance, leaveDistance, otherSize, prefix, merge);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
