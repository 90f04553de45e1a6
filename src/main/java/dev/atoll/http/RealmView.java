package dev.atoll.http;

import dev.atoll.config.NodeSettings;
import dev.atoll.config.NodeSettings.Part;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What the public pages need to know of the node, asked on the event loop for each answer.
 *
 * @param parts what must hold for the node to take users, by name: {@code {"started": true, "accepting": false}}
 * @param links connections to elsewhere and whether they hold, by name; they keep nobody out
 * @param users peers logged in, at all doors of all nodes
 * @param rooms members of each room of this node, by its name
 * @param node which parts there are
 */
public record RealmView(
    Supplier<Map<String, Boolean>> parts,
    Supplier<Map<String, Boolean>> links,
    IntSupplier users,
    Supplier<Map<String, Integer>> rooms,
    NodeSettings node) {

  /** Whether explorers can log in here. */
  boolean hasDoor() {
    return node.runs(Part.HANDSHAKE) || node.runs(Part.BFF);
  }

  /** Whether all parts hold. */
  boolean ready() {
    return !parts.get().containsValue(false);
  }
}
