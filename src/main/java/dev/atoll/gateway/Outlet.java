package dev.atoll.gateway;

import dev.atoll.session.CloseReason;

/** Where a server reads what it is told: a connection. Used on the gateway's event loop only. */
interface Outlet {
  /** Whether it takes more without holding much back. */
  boolean isWritable();

  /**
   * Hands over a message, to go out with the next {@link #flush}.
   *
   * @param sequence that is said with it to come back; 0 for none
   */
  void write(long sequence, byte[] message);

  void flush();

  /** Ends the connection; again: nothing happens. */
  void close(CloseReason reason);
}
