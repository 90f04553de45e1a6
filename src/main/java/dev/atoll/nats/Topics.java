package dev.atoll.nats;

import dev.atoll.bus.Subject;
import dev.atoll.bus.TopicRules;
import java.util.List;

/** Topics within subjects. */
final class Topics {
  /** Longest topic of a client. */
  static final int LONGEST = TopicRules.MAX_LENGTH;

  private Topics() {}

  /** Whether it is an event of the realm and no topic of a client. */
  static boolean isReserved(String topic) {
    return TopicRules.isEvent(topic);
  }

  /** What stands in a subject from this token on. */
  static String of(Subject subject, int from) {
    List<String> tokens = subject.tokens();
    return String.join(".", tokens.subList(from, tokens.size()));
  }
}
