package dev.atoll.islands;

/** Which islands within reach of each other merge. */
public enum Merge {
  /**
   * As the reference engine does: all that are near one island, even where the union's parts are far from each other
   * and the next flush splits them again.
   */
  REFERENCE,
  /**
   * Two islands merge only if their union is connected by hops of at most the leave distance, so that nothing is merged
   * that the next flush would split.
   */
  STABLE
}
