package dev.atoll.bus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Subscriptions by the tokens of their patterns. Matching takes no lock; adding and removing take one, and leave no empty
 * branch behind.
 */
final class SubscriptionTrie {
  private static final Subscriber[] NOBODY = {};

  /** One token of a pattern; its children include {@code *} under that name. */
  private static final class Branch {
    final Map<String, Branch> children = new ConcurrentHashMap<>(4);
    volatile Subscriber[] here = NOBODY;

    /** Those of patterns that go on with {@code >}. */
    volatile Subscriber[] below = NOBODY;

    boolean isEmpty() {
      return children.isEmpty() && here.length == 0 && below.length == 0;
    }
  }

  private final Branch root = new Branch();
  private final AtomicLong changes = new AtomicLong();

  /** Adds those whose pattern matches, once for each. */
  void match(Subject subject, List<Subscriber> found) {
    match(root, 0, subject, found);
  }

  private static void match(Branch branch, int depth, Subject subject, List<Subscriber> found) {
    if (depth == subject.size()) {
      Collections.addAll(found, branch.here);
      return;
    }
    Collections.addAll(found, branch.below);
    Branch named = branch.children.get(subject.token(depth));
    if (named != null) {
      match(named, depth + 1, subject, found);
    }
    Branch any = branch.children.get(Pattern.ANY);
    if (any != null) {
      match(any, depth + 1, subject, found);
    }
  }

  /** A number that is another one after each change. */
  long changes() {
    return changes.get();
  }

  /** Whether some subject is matched both by this pattern and by that of a subscriber who asks for it. */
  boolean asksFor(Pattern pattern) {
    return asksFor(root, pattern.tokens());
  }

  private static boolean asksFor(Branch branch, List<String> tokens) {
    if (tokens.isEmpty()) {
      return asks(branch.here);
    }
    String token = tokens.get(0);
    if (asks(branch.below) || token.equals(Pattern.REST) && asksBelow(branch)) {
      return true;
    }
    List<String> rest = tokens.subList(1, tokens.size());
    if (token.equals(Pattern.ANY)) {
      return branch.children.values().stream().anyMatch(child -> asksFor(child, rest));
    }
    Branch named = branch.children.get(token);
    Branch any = branch.children.get(Pattern.ANY);
    return named != null && asksFor(named, rest) || any != null && asksFor(any, rest);
  }

  private static boolean asksBelow(Branch branch) {
    return branch.children.values().stream()
        .anyMatch(child -> asks(child.here) || asks(child.below) || asksBelow(child));
  }

  private static boolean asks(Subscriber[] subscribers) {
    for (Subscriber each : subscribers) {
      if (each.asks()) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return root.isEmpty();
  }

  synchronized void add(Pattern pattern, Subscriber subscriber) {
    insert(pattern, subscriber);
    changes.incrementAndGet();
  }

  private void insert(Pattern pattern, Subscriber subscriber) {
    Branch branch = root;
    for (String token : pattern.tokens()) {
      if (token.equals(Pattern.REST)) {
        branch.below = with(branch.below, subscriber);
        return;
      }
      branch = branch.children.computeIfAbsent(token, unused -> new Branch());
    }
    branch.here = with(branch.here, subscriber);
  }

  synchronized void remove(Pattern pattern, Subscriber subscriber) {
    delete(pattern, subscriber);
    changes.incrementAndGet();
  }

  private void delete(Pattern pattern, Subscriber subscriber) {
    List<Branch> path = new ArrayList<>();
    Branch branch = root;
    path.add(branch);
    for (String token : pattern.tokens()) {
      if (token.equals(Pattern.REST)) {
        branch.below = without(branch.below, subscriber);
        break;
      }
      branch = branch.children.get(token);
      if (branch == null) {
        return;
      }
      path.add(branch);
    }
    branch.here = without(branch.here, subscriber);
    prune(path, pattern.tokens());
  }

  private static void prune(List<Branch> path, List<String> tokens) {
    for (int depth = path.size() - 1; depth > 0 && path.get(depth).isEmpty(); depth--) {
      path.get(depth - 1).children.remove(tokens.get(depth - 1));
    }
  }

  private static Subscriber[] with(Subscriber[] before, Subscriber added) {
    Subscriber[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = added;
    return after;
  }

  private static Subscriber[] without(Subscriber[] before, Subscriber removed) {
    Subscriber[] after =
        Arrays.stream(before).filter(each -> each != removed).toArray(Subscriber[]::new);
    return after.length == 0 ? NOBODY : after;
  }
}
