package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.handshake.DoorClient;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class MetricHelpTest {

  @Test
  void every_metric_of_ours_says_what_it_counts(Vertx vertx) throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of());
    DoorClient player = DoorClient.connect(vertx, node.httpPort())
        .login(Identity.random(Instant.now().plus(Duration.ofHours(1))));
    player.leave();

    List<String> metrics = metrics(node);

    List<String> ours = metrics.stream()
        .filter(line -> line.startsWith("# TYPE atoll_"))
        .map(line -> line.split(" ")[2])
        .toList();
    assertThat(ours)
        .contains("atoll_connections", "atoll_sockets_opened_total", "atoll_islands_flush_seconds")
        .allSatisfy(name -> assertThat(metrics)
            .anySatisfy(line ->
                assertThat(line).startsWith("# HELP " + name + " ").matches(".* \\S+ \\S+")));
  }

  private static List<String> metrics(AtollNode node) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + node.operationsPort() + "/metrics");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Patience.TIME).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .toList();
  }
}
