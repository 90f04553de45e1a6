package dev.atoll.handshake.bff;

/** Bytes of elements that wait for one slow client, over all its subscriptions of a kind. */
final class Backlog {
  /** What an element takes beside its bytes, roughly, so that many small ones are bounded too. */
  private static final int OVERHEAD = 64;

  private final long most;
  private long waiting;

  /** @param most bytes that may wait */
  Backlog(long most) {
    this.most = most;
  }

  /** Whether so many bytes more may wait; then they do. */
  boolean take(int bytes) {
    if (waiting + bytes + OVERHEAD > most) {
      return false;
    }
    waiting += bytes + OVERHEAD;
    return true;
  }

  void give(int bytes) {
    waiting -= bytes + OVERHEAD;
  }
}
