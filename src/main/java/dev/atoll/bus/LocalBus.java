package dev.atoll.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The bus inside one node: a trie of subscriptions, no server needed. Publishing takes no lock. */
public final class LocalBus implements Bus {
  private final SubscriptionTrie trie = new SubscriptionTrie();
  private final Interests interests = new Interests();

  /** An instance's own, so that two buses in one program do not wait for each other. */
  private final ThreadLocal<Turn> turns = ThreadLocal.withInitial(() -> new Turn(trie));

  @Override
  public void publish(Message message) {
    turns.get().publish(message, runningOn());
  }

  @Override
  public Subscription subscribe(Pattern pattern, Handler<Message> handler) {
    Heard heard = new Heard(pattern, handler, true);
    heard.askElsewhere();
    return heard;
  }

  @Override
  public Subscription overhear(Pattern pattern, Handler<Message> handler) {
    return new Heard(pattern, handler, false);
  }

  @Override
  public Elsewhere elsewhere(Handler<Message> handler) {
    return new HeardElsewhere(trie, Subscriber.elsewhere(contextOfSubscriber(), handler));
  }

  @Override
  public void watch(Interest interest) {
    interests.watch(interest);
  }

  @Override
  public void unwatch(Interest interest) {
    interests.unwatch(interest);
  }

  @Override
  public Audience audience(Pattern pattern) {
    return new CachedAudience(trie, pattern);
  }

  /** Whether nobody is subscribed and nothing is left of those who were. */
  boolean isEmpty() {
    return trie.isEmpty() && interests.isEmpty();
  }

  /** One subscription, in the trie until it is cancelled. */
  private final class Heard implements Subscription {
    private final Pattern pattern;
    private final ContextInternal context;
    private final Subscriber subscriber;
    private final AtomicBoolean asked = new AtomicBoolean();
    private Future<Void> inForce;

    Heard(Pattern pattern, Handler<Message> handler, boolean asks) {
      ContextInternal here = contextOfSubscriber();
      this.pattern = pattern;
      this.context = here;
      this.subscriber = new Subscriber(here, handler, asks);
      this.inForce = here.succeededFuture();
      trie.add(pattern, subscriber);
    }

    void askElsewhere() {
      Future<Void> begun = interests.add(pattern);
      asked.set(true);
      if (!begun.succeeded()) {
        Promise<Void> here = context.promise();
        begun.onComplete(done -> here.complete());
        inForce = here.future();
      }
    }

    @Override
    public Future<Void> inForce() {
      return inForce;
    }

    @Override
    public void cancel() {
      subscriber.cancel();
      trie.remove(pattern, subscriber);
      if (asked.compareAndSet(true, false)) {
        interests.remove(pattern);
      }
    }
  }

  private static ContextInternal contextOfSubscriber() {
    ContextInternal here = current();
    if (here == null) {
      throw new IllegalStateException("subscribe is called on a Vert.x context");
    }
    return here;
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
