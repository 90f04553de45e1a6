package dev.atoll.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is dear to make: at most once a second, on a worker thread, however many ask. Who asks meanwhile gets the
 * same bytes; a failure is given to those who wait and not kept. Used on one event loop.
 */
final class Cached {
  private static final long NANOS_KEPT = 1_000_000_000;

  private final Vertx vertx;
  private final Supplier<Callable<Buffer>> work;
  private @Nullable Future<Buffer> last;
  private long madeAt;

  /**
   * @param work looks at the state on the event loop, quickly; what it returns does the long part on a worker and touches
   *     no state
   */
  Cached(Vertx vertx, Supplier<Callable<Buffer>> work) {
    this.vertx = vertx;
    this.work = work;
  }

  Future<Buffer> get() {
    Future<Buffer> known = last;
    if (known != null && (!known.isComplete() || known.succeeded() && fresh())) {
      return known;
    }
    madeAt = System.nanoTime();
    Future<Buffer> made = vertx.executeBlocking(work.get(), false);
    last = made;
    return made;
  }

  private boolean fresh() {
    return System.nanoTime() - madeAt < NANOS_KEPT;
  }
}
