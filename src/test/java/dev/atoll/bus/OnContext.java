package dev.atoll.bus;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;

/** For tests of what lives on one context and is called on it only. */
public final class OnContext {
  private OnContext() {}

  /** Does it on that context, and returns when it is done; what it throws is thrown here. Not to be called on an event loop. */
  public static void run(Context context, Runnable action) {
    call(context, () -> {
      action.run();
      return true;
    });
  }

  /** As {@link #run}, with what came of it. */
  public static <T> T call(Context context, Callable<T> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(turn -> {
      try {
        done.complete(action.call());
      } catch (Throwable failed) {
        done.fail(failed);
      }
    });
    return done.future().await();
  }
}
