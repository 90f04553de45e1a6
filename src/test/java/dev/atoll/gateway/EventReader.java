package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A third-party server that reads Server-Sent Events, as a browser's {@code EventSource} does. */
final class EventReader {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final InputStream stream;
  private final BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
  private volatile String lastId = "";

  private EventReader(InputStream stream) {
    this.stream = stream;
    Thread reader = new Thread(this::read, "events");
    reader.setDaemon(true);
    reader.start();
  }

  static EventReader open(int port, String token, String query, String lastId) throws Exception {
    HttpResponse<InputStream> response = CLIENT.send(
        request(port, token, "/gateway/events" + query)
            .header("Last-Event-ID", lastId)
            .build(),
        HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
    return new EventReader(response.body());
  }

  /** What a request is answered with: the status and the body. */
  static String answer(HttpRequest request) throws Exception {
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  static HttpRequest.Builder request(int port, String token, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + token);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          lastId = line.substring(4);
        } else if (line.startsWith("data: ")) {
          told.add(new JsonObject(line.substring(6)).put("id", lastId));
        }
      }
    } catch (IOException cut) {
      // by close
    }
  }

  /** Id of the last event that has one. */
  String lastId() {
    return lastId;
  }

  JsonObject next(String event) {
    try {
      JsonObject next = told.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      assertThat(next.getString("event")).as(next.encode()).isEqualTo(event);
      return next;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  void close() {
    try {
      stream.close();
    } catch (IOException unlikely) {
      throw new UncheckedIOException(unlikely);
    }
  }
}
