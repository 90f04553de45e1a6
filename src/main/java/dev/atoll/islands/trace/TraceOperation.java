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

  /** {@link IslandsEngine#resize}; recorded by Atoll only. */
  record Resize(String island, int maxPeers) implements TraceOperation {}

  /** {@link IslandsEngine#openAt}; recorded by Atoll only. */
  record OpenAt(int size) implements TraceOperation {}

  /** A transport of 2022 told of itself: it takes islands of that size while it has seats. */
  record Transport(int id, int seats, int islandSize) implements TraceOperation {}

  /** A transport of 2022 is gone. */
  record TransportGone(int id) implements TraceOperation {}

  /** The next questions to transports of 2022 fail, so many. */
  record FailNext(int times) implements TraceOperation {}

  /** One that is about what is around the engine, such as a transport; it cannot be played. */
  record Foreign(String name) implements TraceOperation {}
}
