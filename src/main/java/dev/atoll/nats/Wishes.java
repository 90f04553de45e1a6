package dev.atoll.nats;

import dev.atoll.bus.Interest;
import dev.atoll.bus.Pattern;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Carries what is asked for on the bus to NATS. A subscription is answered when NATS has it, at most a second later, and at
 * once while there is no NATS.
 */
final class Wishes implements Interest {
  private static final long LONGEST_SECONDS = 1;

  private final Context context;
  private final Dialects dialects;
  private final Listening listening;
  private final NatsLink link;
  private volatile boolean stopped;

  Wishes(Context context, Dialects dialects, Listening listening, NatsLink link) {
    this.context = context;
    this.dialects = dialects;
    this.listening = listening;
    this.link = link;
  }

  @Override
  public Future<Void> begins(Pattern pattern) {
    List<Asked> asked = Asked.by(pattern, dialects);
    if (stopped || asked.isEmpty()) {
      return Future.succeededFuture();
    }
    Promise<Void> inForce = Promise.promise();
    context.runOnContext(ignored -> {
      asked.forEach(listening::begin);
      Future<Void> flushed = listening.settled().compose(sent -> link.flushed());
      Future<Void> bounded =
          flushed.isComplete() ? flushed : flushed.timeout(LONGEST_SECONDS, TimeUnit.SECONDS);
      bounded.onComplete(done -> inForce.complete());
    });
    return inForce.future();
  }

  @Override
  public void ends(Pattern pattern) {
    List<Asked> asked = Asked.by(pattern, dialects);
    if (!stopped && !asked.isEmpty()) {
      context.runOnContext(ignored -> asked.forEach(listening::end));
    }
  }

  /** Carries nothing from now on. */
  void stop() {
    stopped = true;
  }
}
