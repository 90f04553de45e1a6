package dev.atoll.rooms;

import dev.atoll.cluster.ClusteredVertx;
import dev.atoll.config.AtollSettings;
import dev.atoll.node.AtollNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole node in a process of its own, for {@link SpannedFanout}: alone, or one of a realm. Prints its port and ends with its input. */
final class SpannedServer {
  private SpannedServer() {}

  /** @param arguments ports of the realm's nodes, its own first; none: it is alone */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings = new HashMap<>(Map.of(
        "http.host", "127.0.0.1",
        "http.port", "0",
        "http.public-url", "http://127.0.0.1:9",
        "operations.port", "0",
        "realm.content-url", "http://127.0.0.1:9/content",
        "realm.lambdas-url", "http://127.0.0.1:9/lambdas",
        "rooms.secret", BenchmarkServer.SECRET,
        "session.inbound-rate", "1024MiB"));
    if (arguments.length > 0) {
      settings.put("cluster.enabled", "true");
      settings.put("cluster.host", "127.0.0.1");
      settings.put("cluster.port", arguments[0]);
      settings.put("cluster.bus-port", "0");
      settings.put("cluster.secret", BenchmarkServer.SECRET);
      settings.put("cluster.members", "127.0.0.1:" + String.join(",127.0.0.1:", arguments));
    }
    AtollSettings read = AtollSettings.of(settings);
    VertxOptions options = new VertxOptions().setPreferNativeTransport(true);
    Vertx vertx = arguments.length > 0
        ? ClusteredVertx.start(options, read.cluster()).await(60, TimeUnit.SECONDS)
        : Vertx.vertx(options);
    AtollNode node = new AtollNode(read);
    vertx.deployVerticle(node).await(30, TimeUnit.SECONDS);
    System.out.println("PORT " + node.httpPort() + " " + node.operationsPort());
    while (System.in.read() >= 0) {
      // until its input ends
    }
    System.exit(0);
  }
}
