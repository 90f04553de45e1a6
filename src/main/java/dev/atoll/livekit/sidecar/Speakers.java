package dev.atoll.livekit.sidecar;

import dev.atoll.bus.Headers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Which third-party servers have spoken where. Those of the gateway are gone when it says so; those of another system, which nobody tells of,
 * when they were silent for a while. Used on one event loop.
 */
final class Speakers {
  static final Duration SILENCE = Duration.ofSeconds(60);

  /** Of one place; more speak without keeping us there. */
  private static final int MOST = 10_000;

  private final LongSupplier nanos;

  /** Servers by place. */
  private final Map<Place, Set<String>> spoken = new HashMap<>();

  /** When those of other systems did last. */
  private final Map<Place, Long> foreign = new HashMap<>();

  Speakers(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void spoke(Place place, String server) {
    Set<String> servers = spoken.computeIfAbsent(place, first -> new HashSet<>());
    if (servers.size() < MOST) {
      servers.add(server);
    }
    if (server.equals(Headers.NATS)) {
      foreign.put(place, nanos.getAsLong());
    }
  }

  void left(String server) {
    spoken.values().removeIf(servers -> servers.remove(server) && servers.isEmpty());
  }

  /** Forgets other systems that fell silent. */
  void expire() {
    long now = nanos.getAsLong();
    foreign.entrySet().removeIf(each -> {
      boolean silent = now - each.getValue() > SILENCE.toNanos();
      if (silent) {
        spoken.computeIfPresent(each.getKey(), (place, servers) -> {
          servers.remove(Headers.NATS);
          return servers.isEmpty() ? null : servers;
        });
      }
      return silent;
    });
  }

  /** Forgets places that are none any more. */
  void retain(Predicate<Place> isStill) {
    spoken.keySet().removeIf(place -> !isStill.test(place));
    foreign.keySet().retainAll(spoken.keySet());
  }

  boolean isAt(Place place) {
    return spoken.containsKey(place);
  }

  Set<Place> places() {
    return spoken.keySet();
  }
}
