package dev.atoll.handshake;

import dev.atoll.bus.Bus.Subscription;

/** Where a session of the archipelago door stands; it only ever goes on to the next. */
sealed interface Stage {
  /** Nothing said yet. */
  record Opened() implements Stage {}

  /**
   * Told what to sign.
   *
   * @param challenge what was told; for this socket, and for one answer
   */
  record Challenged(String challenge) implements Stage {}

  /** The answer is being verified; whatever comes meanwhile is out of place. */
  record Verifying() implements Stage {}

  /**
   * Logged in.
   *
   * @param peer who it is
   * @param islandChanges what it hears of its islands
   */
  record Welcomed(LoggedIn peer, Subscription islandChanges) implements Stage {}
}
