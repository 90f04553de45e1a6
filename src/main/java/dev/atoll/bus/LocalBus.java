package dev.atoll.bus;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** The bus inside one node: a trie of subscriptions, no server needed. Publishing takes no lock. */
public final class LocalBus implements Bus {
  private final SubscriptionTrie trie = new SubscriptionTrie();

  @Override
  public void publish(Message message) {
    trie.publish(message, current());
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

  /** The context itself where the caller is on a duplicate of it, as HTTP requests are. */
  private static @Nullable ContextInternal current() {
    ContextInternal context = (ContextInternal) Vertx.currentContext();
    return context == null ? null : context.unwrap();
  }
}
