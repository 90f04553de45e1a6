package dev.atoll.bus;

import java.util.HashSet;
import java.util.Set;

/** One subscriber in the trie under all the patterns that somebody elsewhere asks for. */
final class HeardElsewhere implements Bus.Elsewhere {
  private final SubscriptionTrie trie;
  private final Subscriber subscriber;

  /** As many as its own sessions and parts may subscribe to. */
  private final Set<Pattern> asked = new HashSet<>();

  HeardElsewhere(SubscriptionTrie trie, Subscriber subscriber) {
    this.trie = trie;
    this.subscriber = subscriber;
  }

  @Override
  public void begins(Pattern pattern) {
    if (asked.add(pattern)) {
      trie.add(pattern, subscriber);
    }
  }

  @Override
  public void ends(Pattern pattern) {
    if (asked.remove(pattern)) {
      trie.remove(pattern, subscriber);
    }
  }

  @Override
  public int size() {
    return asked.size();
  }

  @Override
  public void cancel() {
    subscriber.cancel();
    asked.forEach(pattern -> trie.remove(pattern, subscriber));
    asked.clear();
  }
}
