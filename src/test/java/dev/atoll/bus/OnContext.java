package dev.atoll.bus;

import io.vertx.core.Context;
import io.vertx.core.Promise;

/** For tests of what lives on one context and is called on it only. */
public final class OnContext {
  private OnContext() {}

  /** Does it on that context, and returns when it is done; what it throws is thrown here. Not to be called on an event loop. */
  public static void run(Context context, Runnable action) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(turn -> {
      try {
        action.run();
        done.complete();
      } catch (Throwable failed) {
        done.fail(failed);
      }
    });
    done.future().await();
  }
}
