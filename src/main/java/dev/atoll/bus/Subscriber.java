package dev.atoll.bus;

import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** So that a flood of messages is no flood of log lines. */
  private final AtomicBoolean standsStill = new AtomicBoolean();

  private final boolean asks;
  private final boolean once;
  private volatile boolean cancelled;

  Subscriber(ContextInternal context, Handler<Message> handler) {
    this(context, handler, true);
  }

  /** @param asks whether it wants to be told, or only hears what is said anyway */
  Subscriber(ContextInternal context, Handler<Message> handler, boolean asks) {
    this(context, handler, asks, false);
  }

  private Subscriber(
      ContextInternal context, Handler<Message> handler, boolean asks, boolean once) {
    this.context = context;
    this.handler = handler;
    this.asks = asks;
    this.once = once;
  }

  /** One that stands under several patterns and hears each message once. */
  static Subscriber elsewhere(ContextInternal context, Handler<Message> handler) {
    return new Subscriber(context, handler, true, true);
  }

  /** Whether it may be found several times for a message that it is to hear once. */
  boolean once() {
    return once;
  }

  boolean asks() {
    return asks;
  }

  /** Never throws, whatever the handler does. */
  void deliver(Message message, @Nullable ContextInternal publisher) {
    if (publisher == context) {
      handle(message);
    } else if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      dropped(message);
    } else {
      queue(message);
    }
  }

  void cancel() {
    cancelled = true;
  }

  private void queue(Message message) {
    try {
      context.runOnContext(ignored -> {
        if (waiting.decrementAndGet() == 0) {
          standsStill.set(false);
        }
        handle(message);
      });
    } catch (RejectedExecutionException ended) {
      waiting.decrementAndGet();
      LOG.debug(
          "Message dropped, its subscriber's context has ended subject={}", message.subject());
    }
  }

  private void dropped(Message message) {
    if (standsStill.compareAndSet(false, true)) {
      LOG.error("Messages dropped, their subscriber stands still subject={}", message.subject());
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private void handle(Message message) {
    if (cancelled) {
      return;
    }
    try {
      handler.handle(message);
    } catch (Throwable bug) {
      LOG.error("Subscriber failed subject={}", message.subject(), bug);
    }
  }
}
