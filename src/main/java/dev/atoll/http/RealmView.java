package dev.atoll.http;

import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What the public pages need to know of the node, asked on the event loop for each answer.
 *
 * @param parts what must hold for the node to take users, by name: {@code {"started": true, "accepting": false}}
 * @param users peers logged in, at all doors
 * @param rooms members of each room of this node, by its name
 */
public record RealmView(
    Supplier<Map<String, Boolean>> parts, IntSupplier users, Supplier<Map<String, Integer>> rooms) {

  /** Whether all parts hold. */
  boolean ready() {
    return !parts.get().containsValue(false);
  }
}
