package dev.atoll.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Open sockets and how others ended, by door, from what {@code session.Sockets} counts: {@code atoll.sockets.opened} and
 * {@code atoll.sockets.closed}. Safe for any thread.
 */
final class Connections {
  private Connections() {}

  /** {@code {"open":{door:n},"closed":{door:{reason:n}}}}. */
  static JsonObject json(MeterRegistry meters) {
    Map<String, Long> open = new TreeMap<>();
    Map<String, Map<String, Object>> closed = new TreeMap<>();
    for (Counter counter : meters.find("atoll.sockets.opened").counters()) {
      open.merge(door(counter), count(counter), Long::sum);
    }
    for (Counter counter : meters.find("atoll.sockets.closed").counters()) {
      open.merge(door(counter), -count(counter), Long::sum);
      closed
          .computeIfAbsent(door(counter), ignored -> new TreeMap<>())
          .put(tag(counter, "reason"), count(counter));
    }
    JsonObject reasons = new JsonObject();
    closed.forEach((door, counts) -> reasons.put(door, new JsonObject(counts)));
    return new JsonObject().put("open", new JsonObject(new TreeMap<>(open))).put("closed", reasons);
  }

  private static String door(Counter counter) {
    return tag(counter, "door");
  }

  private static String tag(Counter counter, String name) {
    return Objects.requireNonNullElse(counter.getId().getTag(name), "");
  }

  private static long count(Counter counter) {
    return (long) counter.count();
  }
}
