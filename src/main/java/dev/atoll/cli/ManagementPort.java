package dev.atoll.cli;

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

/** Asks the management port of a running node. */
final class ManagementPort {
  private static final Duration TIME = Duration.ofSeconds(5);

  private ManagementPort() {}

  /**
   * What a page of it says.
   *
   * @param path such as {@code /transports}
   * @throws CommandFailure when there is no such node, or it has no such page
   */
  static JsonObject get(URI management, String path) {
    try {
      URI asked = URI.create(management.toString().replaceFirst("/$", "") + path);
      HttpResponse<String> answer = HttpClient.newBuilder()
          .connectTimeout(TIME)
          .build()
          .send(
              HttpRequest.newBuilder(asked).timeout(TIME).build(),
              HttpResponse.BodyHandlers.ofString());
      JsonObject told = new JsonObject(answer.body());
      if (answer.statusCode() != 200) {
        throw unanswered(management, told.getString("error", "status " + answer.statusCode()));
      }
      return told;
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

  static CommandFailure unanswered(URI management, String why) {
    return new CommandFailure("The management port of a node was sought at " + management
        + " (operations.port, 8081 where nothing is set): " + why + ".");
  }
}
