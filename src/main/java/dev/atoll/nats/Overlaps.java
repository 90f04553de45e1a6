package dev.atoll.nats;

import dev.atoll.bus.Pattern;
import dev.atoll.bus.Subject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Patterns that are subscribed to at one time. NATS delivers a message once for each subscription of a connection that matches
 * it; of those the one that began first counts. Safe for any thread.
 */
final class Overlaps {
  private static final String ANY = "*";
  private static final String REST = ">";
  private static final long NOBODY = Long.MAX_VALUE;

  /** One token; its children include {@code *} under that name. */
  private static final class Branch {
    final Map<String, Branch> children = new ConcurrentHashMap<>(2);
    volatile long here = NOBODY;
    volatile long below = NOBODY;

    boolean isEmpty() {
      return children.isEmpty() && here == NOBODY && below == NOBODY;
    }
  }

  private final Branch root = new Branch();

  /**
   * Adds a pattern that is not among them.
   *
   * @param number greater than those of all before it
   */
  synchronized void add(Pattern pattern, long number) {
    set(root, pattern, 0, number);
  }

  synchronized void remove(Pattern pattern) {
    set(root, pattern, 0, NOBODY);
  }

  /** The number of the eldest pattern that matches. */
  long first(Subject subject) {
    return first(root, subject, 0);
  }

  boolean isEmpty() {
    return root.isEmpty();
  }

  private static void set(Branch branch, Pattern pattern, int depth, long number) {
    if (depth == pattern.tokens().size()) {
      branch.here = number;
      return;
    }
    String token = pattern.tokens().get(depth);
    if (token.equals(REST)) {
      branch.below = number;
      return;
    }
    Branch child = branch.children.computeIfAbsent(token, unused -> new Branch());
    set(child, pattern, depth + 1, number);
    if (child.isEmpty()) {
      branch.children.remove(token);
    }
  }

  private static long first(Branch branch, Subject subject, int depth) {
    if (depth == subject.size()) {
      return branch.here;
    }
    long first = branch.below;
    Branch named = branch.children.get(subject.token(depth));
    if (named != null) {
      first = Math.min(first, first(named, subject, depth + 1));
    }
    Branch any = branch.children.get(ANY);
    return any == null ? first : Math.min(first, first(any, subject, depth + 1));
  }
}
