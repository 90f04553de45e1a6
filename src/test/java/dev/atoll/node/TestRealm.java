package dev.atoll.node;

import dev.atoll.cluster.ClusteredVertx;
import dev.atoll.config.AtollSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Nodes of one realm in one JVM, each in a Vert.x of its own, found by a real Hazelcast and joined by real links. */
public final class TestRealm implements AutoCloseable {
  private static final int SECONDS = 60;

  private final List<Vertx> vertxes = new ArrayList<>();
  private final List<AtollNode> nodes = new ArrayList<>();

  private TestRealm() {}

  /** Starts as many, with these settings beside. */
  public static TestRealm start(int size, Map<String, String> beside) throws Exception {
    // Hazelcast must be told its port, and the others'
    List<Integer> ports = Stream.generate(ExternalServer::freePort).limit(size).toList();
    String members =
        ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    TestRealm realm = new TestRealm();
    for (int port : ports) {
      Map<String, String> settings = new HashMap<>(Map.of(
          "cluster.enabled", "true",
          "cluster.members", members,
          "cluster.host", "127.0.0.1",
          "cluster.port", Integer.toString(port),
          "cluster.bus-port", "0",
          "cluster.secret", "the secret of these nodes"));
      settings.putAll(beside);
      realm.add(TestNode.settings(settings));
    }
    return realm;
  }

  private void add(AtollSettings settings) throws Exception {
    Vertx vertx = get(ClusteredVertx.start(new VertxOptions(), settings.cluster()));
    vertxes.add(vertx);
    AtollNode node = new AtollNode(settings);
    get(vertx.deployVerticle(node));
    nodes.add(node);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
  }

  public Vertx vertx(int index) {
    return vertxes.get(index);
  }

  public AtollNode node(int index) {
    return nodes.get(index);
  }

  /** Stops one as an owner does. */
  public void stop(int index) throws Exception {
    Vertx vertx = vertxes.get(index);
    for (String deployment : vertx.deploymentIDs()) {
      get(vertx.undeploy(deployment));
    }
  }

  @Override
  public void close() throws Exception {
    for (int i = 0; i < vertxes.size(); i++) {
      stop(i);
      get(vertxes.get(i).close());
    }
  }
}
