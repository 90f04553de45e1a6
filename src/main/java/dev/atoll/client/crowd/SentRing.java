package dev.atoll.client.crowd;

/**
 * When one member sent its latest messages of one kind in one room, by their sequence, one after the other. Bounded: of older ones
 * it knows only that they are older than the oldest it holds.
 */
final class SentRing {
  private final long[] times;
  private int first = 1;
  private int last;
  private int due;

  /** @param size how many it holds, a power of two; more than are sent in twice the time a message may take */
  SentRing(int size) {
    times = new long[size];
  }

  /** Takes the next sequence. */
  int send(long now) {
    send(last + 1, now);
    return last;
  }

  /**
   * Takes a sequence.
   *
   * @param sequence of a sender that has said something elsewhere before: any to begin with, then the next one
   */
  void send(int sequence, long now) {
    if (last == 0) {
      first = sequence;
    }
    last = sequence;
    times[last & times.length - 1] = now;
  }

  /** The first sequence sent here; 1 while none was. */
  int first() {
    return first;
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
    return Math.max(first, last - times.length + 1);
  }
}
