package dev.atoll.nats;

import dev.atoll.bus.Subject;
import java.util.List;
import java.util.Set;

/** Topics within subjects. */
final class Topics {
  /** Longest topic of a client, so that every subject made of it fits. */
  static final int LONGEST = 195;

  /** These are what they are and no topic of a client. */
  private static final Set<String> RESERVED = Set.of("heartbeat", "hearbeat", "island_changed");

  private Topics() {}

  static boolean isReserved(String topic) {
    return RESERVED.contains(topic);
  }

  /** What stands in a subject from this token on. */
  static String of(Subject subject, int from) {
    List<String> tokens = subject.tokens();
    return String.join(".", tokens.subList(from, tokens.size()));
  }
}
