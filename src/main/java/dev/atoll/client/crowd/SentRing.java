package dev.atoll.client.crowd;

/**
 * When one member sent its latest messages of one kind in one room, by their sequence: 1, 2, 3 and so on. Bounded: of older ones
 * it knows only that they are older than the oldest it holds.
 */
final class SentRing {
  private final long[] times;
  private int last;
  private int due;

  /** @param size how many it holds, a power of two; more than are sent in twice the time a message may take */
  SentRing(int size) {
    times = new long[size];
  }

  /** Takes the next sequence. */
  int send(long now) {
    times[++last & times.length - 1] = now;
    return last;
  }

  /** The latest sequence sent; 0 if none was. */
  int last() {
    return last;
  }

  /** When that one was sent; of one too old, when the oldest it still knows was. */
  long at(int sequence) {
    return times[Math.max(sequence, oldest()) & times.length - 1];
  }

  /**
   * The latest sequence sent at that time or before.
   *
   * @param time not less than in the call before
   */
  int sentBy(long time) {
    due = Math.max(due, oldest() - 1);
    while (due < last && times[due + 1 & times.length - 1] <= time) {
      due++;
    }
    return due;
  }

  private int oldest() {
    return Math.max(1, last - times.length + 1);
  }
}
