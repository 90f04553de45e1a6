package dev.atoll.transport;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.TransportKind;
import dev.atoll.config.TransportRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Transports, rules and islands as tests write them. */
final class Fleets {
  private Fleets() {}

  /** {@code sfu 10/3}: a LiveKit of 10 free seats and 3 users; {@code ws:…} rooms; {@code !} unhealthy, {@code ~} draining. */
  static TransportStatus status(String text) {
    String[] words = text.replaceAll("[!~]", "").split("[ /]");
    boolean rooms = words[0].startsWith("ws:");
    String id = words[0].replace("ws:", "");
    return new TransportStatus(
        id,
        rooms ? TransportKind.WS_ROOM : TransportKind.LIVEKIT,
        "wss://" + id + ".example",
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        words.length > 3 ? Integer.parseInt(words[3]) : 0,
        !text.contains("!"),
        text.contains("~"));
  }

  static Fleet of(String... statuses) {
    Fleet fleet = new Fleet(true);
    fleet.update(List.of(statuses).stream().map(Fleets::status).toList(), "own");
    return fleet;
  }

  /** Rules as the settings file has them, one a text. */
  static List<TransportRule> rules(String... flow) {
    return AtollSettings.of(Map.of("rules", "[" + String.join(", ", flow) + "]"))
        .rules();
  }

  static Situation.Written at(double x, double z, int size) {
    return new Situation.Written(x, z, size, List.of(), false, SceneMap.UNKNOWN);
  }

  static Situation.Written withoutTopics(double x, double z, int size) {
    return new Situation.Written(x, z, size, List.of("0xa"), false, SceneMap.UNKNOWN);
  }

  static Situation.Written listened(double x, double z, int size) {
    return new Situation.Written(x, z, size, List.of(), true, SceneMap.UNKNOWN);
  }

  /** A scene of these names stands on the parcels of x 0 to 9, none elsewhere. */
  static SceneMap scene(String... names) {
    return (x, y) -> Optional.of(x >= 0 && x <= 9 ? Set.of(names) : Set.of());
  }
}
