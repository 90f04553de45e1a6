package dev.atoll.bus;

import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscription: a handler and the context it runs on. */
final class Subscriber {
  /** Messages that may wait for another context; more are dropped and logged, since that context stands still. */
  static final int MAX_WAITING = 1 << 18;

  private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

  private final ContextInternal context;
  private final Handler<Message> handler;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean cancelled;

  Subscriber(ContextInternal context, Handler<Message> handler) {
    this.context = context;
    this.handler = handler;
  }

  void deliver(Message message, @Nullable ContextInternal publisher) {
    if (publisher == context) {
      handle(message);
      return;
    }
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      LOG.error("Message dropped, its subscriber stands still subject={}", message.subject());
      return;
    }
    context.runOnContext(ignored -> {
      waiting.decrementAndGet();
      handle(message);
    });
  }

  void cancel() {
    cancelled = true;
  }

  private void handle(Message message) {
    if (cancelled) {
      return;
    }
    try {
      handler.handle(message);
    } catch (RuntimeException bug) {
      LOG.error("Subscriber failed subject={}", message.subject(), bug);
    }
  }
}
