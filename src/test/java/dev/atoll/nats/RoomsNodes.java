package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;

/** Nodes that know each other's rooms by NATS and the realm's secret. */
final class RoomsNodes {
  static final String SECRET = "a secret of sixteen";

  private RoomsNodes() {}

  /** Starts one that does this, and is missed soon. */
  static AtollNode start(Vertx vertx, NatsServer server, String run) throws Exception {
    return TestNode.start(
        vertx,
        Map.of(
            "node.run",
            run,
            "nats.url",
            server.url(),
            "rooms.secret",
            SECRET,
            "transports.silence",
            "3s",
            "transports.minimum-stay",
            "0s"));
  }

  /** Asks one, on its management port, to send its members elsewhere. */
  static void drain(AtollNode node) throws IOException, InterruptedException {
    HttpRequest request = request(node, "/drain").POST(BodyPublishers.noBody()).build();
    assertThat(sent(request).statusCode()).isEqualTo(202);
  }

  /** A page of its management port. */
  static String got(AtollNode node, String path) throws IOException, InterruptedException {
    return sent(request(node, path).build()).body();
  }

  private static HttpRequest.Builder request(AtollNode node, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.operationsPort() + path));
  }

  private static HttpResponse<String> sent(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The room that a connection string leads to. */
  static String room(String connectionString) {
    return connectionString.replaceFirst(".*/rooms/", "").replaceFirst("\\?.*", "");
  }
}
