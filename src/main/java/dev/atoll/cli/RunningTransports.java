package dev.atoll.cli;

import dev.atoll.config.TransportKind;
import dev.atoll.transport.Explanation;
import dev.atoll.transport.TransportStatus;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
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
      if (answer.statusCode() != 200) {
        throw unanswered(management, "status " + answer.statusCode());
      }
      return read(new JsonObject(answer.body()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted while the node was asked.");
    } catch (ConnectException | HttpConnectTimeoutException absent) {
      throw unanswered(management, "nothing answers there");
    } catch (HttpTimeoutException silent) {
      throw unanswered(management, "no answer within " + TIME.toSeconds() + " s");
    } catch (IllegalArgumentException noHttp) {
      throw unanswered(management, "it is no URL such as http://127.0.0.1:8081");
    } catch (CommandFailure told) {
      throw told;
    } catch (IOException | RuntimeException wrong) {
      throw unanswered(management, "what is there answers something else");
    }
  }

  private static CommandFailure unanswered(URI management, String why) {
    return new CommandFailure("The management port of a node was sought at " + management
        + " (operations.port, 8081 where nothing is set): " + why + ".");
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
