package dev.atoll.operations;

import dev.atoll.transport.Explanation;
import dev.atoll.transport.TransportStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** What islands can ride on, for people and for {@code explain --url}. */
final class Transports {
  private Transports() {}

  static JsonObject json(Explanation.Transports transports) {
    JsonArray all = new JsonArray();
    transports.statuses().forEach(status -> all.add(json(status)));
    JsonObject carried = new JsonObject();
    transports
        .carried()
        .forEach((on, load) -> carried.put(
            on, new JsonObject().put("islands", load.islands()).put("peers", load.peers())));
    return new JsonObject()
        .put("own", transports.ownId())
        .put("rooms", transports.ownRoomsHere())
        .put("transports", all)
        .put("carried", carried);
  }

  private static JsonObject json(TransportStatus status) {
    return new JsonObject()
        .put("id", status.id())
        .put("kind", status.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("url", status.url())
        .put("seats", status.seats())
        .put("users", status.users())
        .put("islandSize", status.islandSize())
        .put("healthy", status.healthy())
        .put("draining", status.draining());
  }
}
