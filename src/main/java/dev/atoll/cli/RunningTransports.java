package dev.atoll.cli;

import dev.atoll.config.TransportKind;
import dev.atoll.transport.Explanation;
import dev.atoll.transport.TransportStatus;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What islands of a running node can ride on, as its management port says. */
final class RunningTransports {
  private static final Duration TIME = Duration.ofSeconds(5);

  private RunningTransports() {}

  /** @throws CommandFailure when there is no such node */
  static Explanation.Transports of(URI management) {
    try {
      URI asked = URI.create(management.toString().replaceFirst("/$", "") + "/transports");
      HttpResponse<String> answer = HttpClient.newBuilder()
          .connectTimeout(TIME)
          .build()
          .send(
              HttpRequest.newBuilder(asked).timeout(TIME).build(),
              HttpResponse.BodyHandlers.ofString());
      return read(new JsonObject(answer.body()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted while the node was asked.");
    } catch (IOException | RuntimeException wrong) {
      throw new CommandFailure(
          "The node at " + management + " does not say what it can use: " + reason(wrong));
    }
  }

  /** In a word where there is no message, and without the excerpts that some have. */
  private static String reason(Exception wrong) {
    String message = wrong.getMessage() == null ? "" : wrong.getMessage();
    return message.lines().findFirst().orElse(wrong.getClass().getSimpleName());
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
