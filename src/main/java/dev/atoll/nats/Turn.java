package dev.atoll.nats;

/** One turn of the event loop, which ends at a deadline, so that sockets have theirs. Used on one context. */
final class Turn {
  /** Looked at after so many, since a look at the clock costs as much as a message. */
  private static final int BATCH = 32;

  private final long until;
  private int done;
  private boolean over;

  /** @param until nanosecond at which it ends */
  Turn(long until) {
    this.until = until;
  }

  /** Whether nothing more is to be begun; to be asked before each piece of work. The first {@value #BATCH} have time. */
  boolean isOver() {
    if (!over && ++done % BATCH == 0) {
      over = System.nanoTime() - until > 0;
    }
    return over;
  }
}
