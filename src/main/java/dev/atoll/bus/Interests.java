package dev.atoll.bus;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which patterns are asked for, and by how many; tells it to who carries it elsewhere. Safe for any thread. */
final class Interests {
  private final List<Interest> watching = new ArrayList<>();
  private final Map<Pattern, Asked> asked = new HashMap<>();

  /** How many ask for a pattern, and when the first of them is heard elsewhere. */
  private static final class Asked {
    int count;
    Future<Void> inForce;

    Asked(Future<Void> inForce) {
      this.inForce = inForce;
    }
  }

  synchronized void watch(Interest interest) {
    watching.add(interest);
    asked.forEach((pattern, each) ->
        each.inForce = Future.join(each.inForce, interest.begins(pattern)).mapEmpty());
  }

  synchronized void unwatch(Interest interest) {
    watching.remove(interest);
  }

  /** One more asks; the future ends when all who watch are done with it, well or not. */
  synchronized Future<Void> add(Pattern pattern) {
    Asked each = asked.computeIfAbsent(pattern, first -> new Asked(begins(first)));
    each.count++;
    return each.inForce;
  }

  synchronized void remove(Pattern pattern) {
    Asked each = asked.get(pattern);
    if (each != null && --each.count == 0) {
      asked.remove(pattern);
      watching.forEach(interest -> interest.ends(pattern));
    }
  }

  synchronized boolean isEmpty() {
    return asked.isEmpty();
  }

  private Future<Void> begins(Pattern pattern) {
    return watching.isEmpty()
        ? Future.succeededFuture()
        : Future.join(watching.stream().map(each -> each.begins(pattern)).toList())
            .mapEmpty();
  }
}
