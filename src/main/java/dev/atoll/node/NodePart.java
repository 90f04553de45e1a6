package dev.atoll.node;

import io.vertx.core.Future;

/** One of the things a node can do, wired to the bus and to nothing else that may be left out. Lives on the node's context. */
interface NodePart {
  /** Succeeds when it does what it is for. */
  Future<?> start();

  /** Both ports are open. */
  default void opened() {}

  /** Asks others to take over what it does, and succeeds when they did or it has waited for long enough; again: the same. */
  default Future<?> leave() {
    return Future.succeededFuture();
  }

  /** Sends what it still gathers, before sockets are closed. */
  default void flush() {}

  /** Ends what {@link #start} began; again, or never started: nothing happens. */
  Future<?> stop();
}
