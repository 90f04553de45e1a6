package dev.atoll.bus;

/** What is known of a pattern's audience until subscriptions change. */
final class CachedAudience implements Bus.Audience {
  private final SubscriptionTrie trie;
  private final Pattern pattern;
  private long asOf = -1;
  private boolean there;

  CachedAudience(SubscriptionTrie trie, Pattern pattern) {
    this.trie = trie;
    this.pattern = pattern;
  }

  @Override
  public boolean isThere() {
    long now = trie.changes();
    if (now != asOf) {
      there = trie.asksFor(pattern);
      asOf = now;
    }
    return there;
  }
}
