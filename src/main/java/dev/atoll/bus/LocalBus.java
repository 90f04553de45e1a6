package dev.atoll.bus;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** The bus inside one node: a trie of subscriptions, no server needed. Publishing takes no lock. */
public final class LocalBus implements Bus {
  private final SubscriptionTrie trie = new SubscriptionTrie();

  /** An instance's own, so that two buses in one program do not wait for each other. */
  private final ThreadLocal<Turn> turns = ThreadLocal.withInitial(() -> new Turn(trie));

  @Override
  public void publish(Message message) {
    turns.get().publish(message, runningOn());
  }

  @Override
  public Subscription subscribe(Pattern pattern, Handler<Message> handler) {
    ContextInternal context = current();
    if (context == null) {
      throw new IllegalStateException("subscribe is called on a Vert.x context");
    }
    Subscriber subscriber = new Subscriber(context, handler);
    trie.add(pattern, subscriber);
    return () -> {
      subscriber.cancel();
      trie.remove(pattern, subscriber);
    };
  }

  /** Whether nobody is subscribed and nothing is left of those who were. */
  boolean isEmpty() {
    return trie.isEmpty();
  }

  /** Nothing in blocking code: it has its caller's context, but runs beside it. */
  private static @Nullable ContextInternal runningOn() {
    ContextInternal context = current();
    return context != null && context.inThread() ? context : null;
  }

  /** The context itself where the caller is on a duplicate of it, as HTTP requests are. */
  private static @Nullable ContextInternal current() {
    ContextInternal context = (ContextInternal) Vertx.currentContext();
    return context == null ? null : context.unwrap();
  }
}
