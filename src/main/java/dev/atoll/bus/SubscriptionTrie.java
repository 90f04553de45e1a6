package dev.atoll.bus;

import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions by the tokens of their patterns. Reading takes no lock; adding and removing take one, and leave no empty
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

  void publish(Message message, @Nullable ContextInternal publisher) {
    publish(root, 0, message, publisher);
  }

  private void publish(
      Branch branch, int depth, Message message, @Nullable ContextInternal publisher) {
    if (depth == message.subject().size()) {
      deliver(branch.here, message, publisher);
      return;
    }
    deliver(branch.below, message, publisher);
    Branch named = branch.children.get(message.subject().token(depth));
    if (named != null) {
      publish(named, depth + 1, message, publisher);
    }
    Branch any = branch.children.get(Pattern.ANY);
    if (any != null) {
      publish(any, depth + 1, message, publisher);
    }
  }

  private static void deliver(
      Subscriber[] subscribers, Message message, @Nullable ContextInternal publisher) {
    for (Subscriber subscriber : subscribers) {
      subscriber.deliver(message, publisher);
    }
  }

  synchronized void add(Pattern pattern, Subscriber subscriber) {
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
    List<Branch> path = new ArrayList<>();
    Branch branch = root;
    for (String token : pattern.tokens()) {
      path.add(branch);
      if (token.equals(Pattern.REST)) {
        branch.below = without(branch.below, subscriber);
        prune(path, pattern.tokens());
        return;
      }
      branch = branch.children.get(token);
      if (branch == null) {
        return;
      }
    }
    path.add(branch);
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
