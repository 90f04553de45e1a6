package dev.atoll.islands;

/**
 * What the engine asks, in the middle of a flush, before it opens an island or lets one grow: how the limits of a
 * transport reach the grouping. Answers at once, from what is known already, and does not call the engine. One that
 * answers otherwise than {@link #OPEN} makes a recorded trace that cannot be replayed exactly.
 */
public interface Admission {
  /** Every island may be opened at the engine's own size and everybody is welcome. */
  Admission OPEN = new Admission() {};

  /**
   * Most peers of the island about to be opened under that id (the id is spent either way), or 0 when it cannot be
   * opened: then newcomers are forgotten as if they had never come (their next move tries again), and a group that was
   * to split off stays where it was.
   *
   * @param usual the engine's own size, which is the upper limit
   */
  default int seats(String island, int usual) {
    return usual;
  }

  /** Whether that island takes another island's peers in; asked only when there are seats for them. */
  default boolean grows(String island) {
    return true;
  }

  /** Whether the peer may be in the island; if not it is forgotten without a change being reported. */
  default boolean admits(String peer, String island) {
    return true;
  }
}
