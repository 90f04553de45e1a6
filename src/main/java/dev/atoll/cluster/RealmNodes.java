package dev.atoll.cluster;

import io.vertx.core.Handler;
import java.util.List;

/** The nodes of a realm that this one hears, itself among them. */
public interface RealmNodes {
  /** Id of this node. */
  String self();

  /**
   * Whether this node must change and tell nothing now, since it stood still, or has only just come, and has not heard yet what the others
   * did meanwhile; for any thread, cheap. It does not last for long, and leads to no {@link #watch} of its own.
   */
  default boolean isHeld() {
    return false;
  }

  /**
   * Tells who there is now, on the caller's context, and again at each change: those this node has a link with, oldest first. One that is
   * told again after it was missing has been heard anew: all that it said meanwhile is lost.
   */
  Watch watch(Handler<List<RealmNode>> watcher);

  /** A watcher that is told of changes. */
  @FunctionalInterface
  interface Watch {
    /** Ends it; nothing is told after this on the watcher's own context. Again: nothing happens. */
    void end();
  }
}
