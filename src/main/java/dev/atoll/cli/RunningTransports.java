package dev.atoll.cli;

import dev.atoll.config.TransportKind;
import dev.atoll.transport.Explanation;
import dev.atoll.transport.TransportStatus;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;

/** What islands of a running node can ride on, as its management port says. */
final class RunningTransports {
  private RunningTransports() {}

  /** @throws CommandFailure when there is no such node */
  static Explanation.Transports of(URI management) {
    try {
      return read(ManagementPort.get(management, "/transports"));
    } catch (NullPointerException | ClassCastException wrong) {
      throw ManagementPort.unanswered(management, "what is there answers something else");
    }
  }

  private static Explanation.Transports read(JsonObject answer) {
    List<TransportStatus> statuses = answer.getJsonArray("transports").stream()
        .map(each -> status((JsonObject) each))
        .toList();
    return new Explanation.Transports(
        statuses, answer.getString("own"), answer.getBoolean("rooms"));
  }

  private static TransportStatus status(JsonObject status) {
    boolean livekit = status.getString("kind").equals("livekit");
    return new TransportStatus(
        status.getString("id"),
        livekit ? TransportKind.LIVEKIT : TransportKind.WS_ROOM,
        status.getString("url"),
        status.getInteger("seats"),
        status.getInteger("users"),
        status.getInteger("islandSize"),
        status.getBoolean("healthy"),
        status.getBoolean("draining"));
  }
}
