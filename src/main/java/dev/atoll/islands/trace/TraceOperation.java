package dev.atoll.islands.trace;

import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.Wish;

/** One thing done to an engine between two flushes. */
public sealed interface TraceOperation {
  /** {@link IslandsEngine#move}. */
  record Move(String peer, double x, double y, double z, Wish wish) implements TraceOperation {}

  /** {@link IslandsEngine#disconnect}. */
  record Disconnect(String peer) implements TraceOperation {}

  /** {@link IslandsEngine#putBack}; recorded by Atoll only. */
  record PutBack(String peer, String island) implements TraceOperation {}

  /** One that is about what is around the engine, such as a transport; it cannot be played. */
  record Foreign(String name) implements TraceOperation {}
}
