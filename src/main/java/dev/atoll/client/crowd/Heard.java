package dev.atoll.client.crowd;

/** What one member has heard of one kind of messages from one other, by sequence. */
final class Heard {
  /** Given back for one that came after a newer one, or twice. */
  static final int OUT_OF_ORDER = -1;

  /** Given back for one that was given up before. */
  static final int LATE = -2;

  private static final int NOTHING = -1;

  /** From this one on all must come, unless a newer one took their place. */
  private int floor;

  private int latest = NOTHING;

  /** Whether all from the floor on must come, as they must once one came or was given up. */
  private boolean certain;

  /** @param floor the first that must come */
  Heard(int floor) {
    this.floor = floor;
  }

  /** Nothing before that one had to come: its sender said it elsewhere, or not at all. */
  void begin(int first) {
    floor = Math.max(floor, first);
  }

  /**
   * Takes a message.
   *
   * @return how many that had to come before it did not; or {@link #OUT_OF_ORDER}, or {@link #LATE}
   */
  int receive(int sequence) {
    if (sequence <= latest) {
      return OUT_OF_ORDER;
    }
    boolean late = certain && sequence < floor;
    int missing = Math.max(0, sequence - floor);
    latest = sequence;
    if (late) {
      return LATE;
    }
    // also one sent before it was certain that we hear it: as it came, all after it must
    certain = true;
    floor = sequence + 1;
    return missing;
  }

  /**
   * Gives up all up to that one.
   *
   * @return how many of them had to come and did not
   */
  int giveUp(int sequence) {
    int missing = Math.max(0, sequence - floor + 1);
    if (missing > 0) {
      certain = true;
      floor = sequence + 1;
    }
    return missing;
  }
}
