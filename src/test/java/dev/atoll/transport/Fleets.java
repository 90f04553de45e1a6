package dev.atoll.transport;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.TransportKind;
import dev.atoll.config.TransportRule;
import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.Position;
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

  static IslandSnapshot island(String id, String... peers) {
    return new IslandSnapshot(id, List.of(peers), new Position(0, 0, 0), 0, 100);
  }

  /** All of those peers in one island around x = z / 1.45, which is the casino for 900. */
  static IslandSnapshot island(double x, String id, IslandSnapshot... others) {
    List<String> all =
        List.of(others).stream().flatMap(each -> each.peers().stream()).toList();
    return new IslandSnapshot(id, all, new Position(x, 0, x * 1.45), 0, 100);
  }

  static IslandSnapshot[] islands(int count, double x, String... peers) {
    IslandSnapshot[] islands = new IslandSnapshot[count];
    for (int i = 0; i < count; i++) {
      String number = String.valueOf(i);
      List<String> names = List.of(peers).stream().map(peer -> peer + number).toList();
      islands[i] = new IslandSnapshot("I" + i, names, new Position(x, 0, x * 1.45), 0, 100);
    }
    return islands;
  }
}
