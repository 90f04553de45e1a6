package dev.atoll.node;

import dev.atoll.Patience;
import dev.atoll.config.AtollSettings;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole node on ports of the system's choice, whose flushes are quick. Players stay who say only once where they are. */
public final class TestNode {
  private TestNode() {}

  /** Starts one with these settings beside. */
  public static AtollNode start(Vertx vertx, Map<String, String> settings) throws Exception {
    AtollNode node = new AtollNode(settings(settings));
    vertx
        .deployVerticle(node)
        .toCompletionStage()
        .toCompletableFuture()
        .get(Patience.SECONDS, TimeUnit.SECONDS);
    return node;
  }

  /** Its settings. */
  public static AtollSettings settings(Map<String, String> beside) {
    Map<String, String> all = new HashMap<>(Map.of(
        "http.host", "127.0.0.1",
        "http.port", "0",
        "operations.port", "0",
        "realm.content-url", "http://127.0.0.1:9/content",
        "realm.lambdas-url", "http://127.0.0.1:9/lambdas",
        "islands.flush-interval", "50ms",
        "islands.heartbeat-timeout", "10m"));
    all.putAll(beside);
    return AtollSettings.of(all);
  }
}
