package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.NodeSettings.Part;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(VertxExtension.class)
class NodeRunTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @ParameterizedTest
  @EnumSource(Part.class)
  void each_part_runs_alone(Part part, Vertx vertx) throws Exception {
    AtollNode node = TestNode.start(
        vertx, Map.of("node.run", part.name().toLowerCase(Locale.ROOT).replace('_', '-')));

    assertThat(get(node.httpPort(), "/health/ready").statusCode()).isEqualTo(200);
    assertThat(get(node.httpPort(), "/about").statusCode()).isEqualTo(200);
    assertThat(get(node.httpPort(), "/status").statusCode()).isEqualTo(200);
    assertThat(get(node.operationsPort(), "/metrics").statusCode()).isEqualTo(200);
    assertThat(get(node.operationsPort(), "/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void a_node_without_doors_sends_nobody_to_one(Vertx vertx) throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of("node.run", "statistics, nats"));

    JsonObject about = new JsonObject(get(node.httpPort(), "/about").body());

    assertThat(about.getBoolean("acceptingUsers")).isFalse();
    assertThat(about.getJsonObject("comms").getBoolean("healthy")).isFalse();
    assertThat(about.getJsonObject("comms").containsKey("adapter")).isFalse();
    assertThat(get(node.httpPort(), "/peers").statusCode()).isEqualTo(200);
    assertThat(get(node.httpPort(), "/ws").statusCode()).isEqualTo(404);
  }

  @Test
  void a_node_without_statistics_has_no_pages_of_them(Vertx vertx) throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of("node.run", "handshake, archipelago, rooms"));

    assertThat(get(node.httpPort(), "/peers").statusCode()).isEqualTo(404);
    assertThat(get(node.operationsPort(), "/metrics").body())
        .contains("dcl_archipelago_islands_count 0");
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
