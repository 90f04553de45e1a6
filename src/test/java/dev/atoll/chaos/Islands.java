package dev.atoll.chaos;

import dev.atoll.protocol.message.IslandStatusMessage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who is in which island, as somebody tells. */
record Islands(Map<String, Set<String>> members) {

  /** Of {@code /islands}. */
  static Islands of(JsonObject page) {
    Map<String, Set<String>> members = new TreeMap<>();
    JsonArray islands = page.getJsonArray("islands");
    for (int i = 0; i < islands.size(); i++) {
      JsonObject island = islands.getJsonObject(i);
      JsonArray peers = island.getJsonArray("peers");
      Set<String> ids = members.computeIfAbsent(island.getString("id"), id -> new TreeSet<>());
      for (int j = 0; j < peers.size(); j++) {
        ids.add(peers.getJsonObject(j).getString("address"));
      }
    }
    return new Islands(members);
  }

  /** Of {@code engine.islands} on NATS. */
  static Islands of(IslandStatusMessage message) {
    Map<String, Set<String>> members = new TreeMap<>();
    message
        .getDataList()
        .forEach(island -> members.put(island.getId(), new TreeSet<>(island.getPeersList())));
    return new Islands(members);
  }

  /** How many are in each. */
  Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new TreeMap<>();
    members.forEach((id, peers) -> sizes.put(id, peers.size()));
    return sizes;
  }

  /** Whether each of these is in exactly one, and nobody else in any. */
  boolean hold(Set<String> peers) {
    Set<String> all = new TreeSet<>();
    members.values().forEach(all::addAll);
    int count = members.values().stream().mapToInt(Set::size).sum();
    return count == all.size() && all.equals(peers);
  }
}
