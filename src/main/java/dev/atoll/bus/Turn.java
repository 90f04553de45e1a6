package dev.atoll.bus;

import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one thread is publishing. A message published by a handler waits until the one it handles has reached everybody:
 * else those served after it would hear the answer before the question.
 */
final class Turn {
  /** Messages that may wait for the one being handed out; more are dropped and logged. */
  static final int MAX_WAITING = 1 << 18;

  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  private final SubscriptionTrie trie;
  private final List<Subscriber> receivers = new ArrayList<>();
  private final Queue<Message> waiting = new ArrayDeque<>();
  private boolean running;

  Turn(SubscriptionTrie trie) {
    this.trie = trie;
  }

  /**
   * Hands the message out, now or when its turn comes.
   *
   * @param publisher the context this runs on, if any
   */
  void publish(Message message, @Nullable ContextInternal publisher) {
    if (running) {
      await(message);
      return;
    }
    running = true;
    try {
      for (Message next = message; next != null; next = waiting.poll()) {
        handOut(next, publisher);
      }
    } finally {
      running = false;
    }
  }

  private void await(Message message) {
    if (waiting.size() < MAX_WAITING) {
      waiting.add(message);
    } else {
      LOG.error("Message dropped, too many wait for their turn subject={}", message.subject());
    }
  }

  /** Who subscribes meanwhile is not among the receivers. */
  private void handOut(Message message, @Nullable ContextInternal publisher) {
    trie.match(message.subject(), receivers);
    for (int i = 0; i < receivers.size(); i++) {
      Subscriber receiver = receivers.get(i);
      if (!receiver.once() || isFirst(receiver, i)) {
        receiver.deliver(message, publisher);
      }
    }
    receivers.clear();
  }

  /** Few of those who hear a message once are among its receivers, one for each other node. */
  private boolean isFirst(Subscriber receiver, int index) {
    for (int i = 0; i < index; i++) {
      if (receivers.get(i) == receiver) {
        return false;
      }
    }
    return true;
  }
}
