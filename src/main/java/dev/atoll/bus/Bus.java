package dev.atoll.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;

/**
 * The one subject space: whatever happens in a realm is a message on a subject.
 *
 * <p>Both verbs may be called from any thread. A handler runs on the Vert.x context that subscribed: by a plain call when
 * the publisher runs on it, else queued to it. What one context, or one thread without context, publishes reaches one
 * handler in its order; what a handler publishes is handed out when the message it handles has reached everybody. A handler
 * that throws is logged and keeps its subscription; the other handlers are served.
 */
public interface Bus {
  /** Hands a message to every subscription whose pattern matches, once for each. */
  void publish(Message message);

  /**
   * Asks for what a pattern matches, from now on: a message being handed out is not among it.
   *
   * @throws IllegalStateException when the caller is on no Vert.x context
   */
  Subscription subscribe(Pattern pattern, Handler<Message> handler);

  /**
   * As {@link #subscribe}, for who hears what is said here anyway, such as a bridge: nobody elsewhere is asked for it, and no
   * {@link Interest} is told.
   */
  Subscription overhear(Pattern pattern, Handler<Message> handler);

  /**
   * Begins to hear for somebody elsewhere, who asks for nothing yet. What it asks for counts in an {@link Audience} and is told to no
   * {@link Interest}: who is elsewhere asks others itself.
   *
   * @param handler told of each message once, however many of the patterns match
   * @throws IllegalStateException when the caller is on no Vert.x context
   */
  Elsewhere elsewhere(Handler<Message> handler);

  /** From now on this one is told what is asked for here, beginning with what already is. */
  void watch(Interest interest);

  /** This one is told nothing more; when it was not: nothing happens. */
  void unwatch(Interest interest);

  /** Who subscribed to something of what a pattern matches, less who only overhears; to be asked by one thread at a time. */
  Audience audience(Pattern pattern);

  /** Those who would hear something. */
  interface Audience {
    /** Whether somebody asks for it now. Cheap enough for each message: looks anew only after a subscription began or ended. */
    boolean isThere();
  }

  /** Somebody elsewhere; used on the context that it was made on. */
  interface Elsewhere {
    /** It asks for what a pattern matches; again: nothing happens. */
    void begins(Pattern pattern);

    /** It does not ask for that pattern any more; if it did not: nothing happens. */
    void ends(Pattern pattern);

    /** How many patterns it asks for. */
    int size();

    /** It is gone; nothing is delivered after this. */
    void cancel();
  }

  /** A subscription. */
  interface Subscription {
    /**
     * Succeeds, on the subscriber's context, when what is published elsewhere will be heard too; of what is published in this
     * node that holds from the beginning. Never fails.
     */
    Future<Void> inForce();

    /** Ends it; nothing is delivered after this on the subscriber's own context. Again: nothing happens. */
    void cancel();
  }
}
