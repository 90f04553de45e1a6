package dev.atoll.nats;

import dev.atoll.bus.Pattern;
import java.util.List;

/**
 * A subject or pattern that is subscribed to on NATS.
 *
 * @param form of what comes there
 * @param pattern as NATS has it
 */
record Asked(Form form, Pattern pattern) {
  private static final String ANY = "*";
  private static final String REST = ">";

  /** Of a client's topic: what stands before it. */
  private static final int TOPIC = 3;

  /** All of a form. */
  static Asked all(Form form) {
    return new Asked(form, Pattern.of(form.pattern()));
  }

  /**
   * What has to be asked for on NATS, so that who asks for this pattern here hears all. Nothing for events of fixed subjects,
   * which the bridge asks for itself or not at all, and nothing where the pattern begins with a wildcard: who listens to
   * everything hears what crosses this node, and does not bring all of NATS to it.
   */
  static List<Asked> by(Pattern pattern, Dialects dialects) {
    List<String> tokens = pattern.tokens();
    if (startsWith(tokens, "client-proto", "peer") && tokens.size() > TOPIC) {
      return topics(pattern, dialects);
    }
    if (startsWith(tokens, "messageBus", "scene")) {
      return List.of(new Asked(Form.SCENE, pattern));
    }
    if (startsWith(tokens, "transport", "bridge")) {
      return List.of(new Asked(Form.BRIDGE, pattern));
    }
    boolean system = tokens.size() > 1
        && tokens.get(0).equals("client-proto")
        && !List.of("peer", "island", ANY, REST).contains(tokens.get(1))
        && !Tokens.isAddress(tokens.get(1));
    return system && dialects.heard(Kind.SYSTEM_TOPIC).contains(Form.SYSTEM_TOPIC)
        ? List.of(new Asked(Form.SYSTEM_TOPIC, pattern))
        : List.of();
  }

  private static List<Asked> topics(Pattern pattern, Dialects dialects) {
    List<String> tokens = pattern.tokens();
    if (tokens.size() == TOPIC + 1 && Topics.isReserved(tokens.get(TOPIC))) {
      return List.of();
    }
    return dialects.heard(Kind.TOPIC).stream()
        .map(form -> new Asked(form, Pattern.of(spelled(form, pattern.name()))))
        .toList();
  }

  private static String spelled(Form form, String name) {
    return form == Form.TOPIC_AGAIN ? "client" + name.substring(name.indexOf('.')) : name;
  }

  private static boolean startsWith(List<String> tokens, String first, String second) {
    return tokens.size() > 1 && tokens.get(0).equals(first) && tokens.get(1).equals(second);
  }
}
