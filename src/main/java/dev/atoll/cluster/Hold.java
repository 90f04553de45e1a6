package dev.atoll.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * While a node must say nothing, since it may not know what the others have done meanwhile: until each of them has answered twice to what
 * it was asked after the hold began. The second answer comes after all that the other tells of itself to one whom it hears anew. Used on
 * the links' context, but for {@link #isOn}.
 */
final class Hold {
  private static final int ANSWERS = 2;

  /** Answers of each that is waited for. */
  private final Map<String, Integer> awaited = new HashMap<>();

  private long beganNanos;
  private volatile boolean on;

  /** Whether it is; for any thread. */
  boolean isOn() {
    return on;
  }

  /** Nothing is said from now on; for any thread. Whom to wait for is said next. */
  void begin() {
    on = true;
  }

  /** These are waited for. */
  void await(Collection<String> nodes, long nanos) {
    beganNanos = nanos;
    awaited.clear();
    nodes.forEach(node -> awaited.put(node, 0));
  }

  /** Whether that one is waited for. */
  boolean awaits(String node) {
    return on && awaited.containsKey(node);
  }

  /**
   * A node answered.
   *
   * @param askedNanos when it was asked
   */
  void answered(String node, long askedNanos) {
    if (askedNanos - beganNanos >= 0) {
      awaited.computeIfPresent(node, (same, count) -> count + 1 < ANSWERS ? count + 1 : null);
    }
  }

  boolean isComplete() {
    return awaited.isEmpty();
  }

  /** All may be said. */
  void end() {
    awaited.clear();
    on = false;
  }
}
