package dev.atoll.node;

import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.cluster.ClusteredVertx;
import dev.atoll.config.AtollSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Nodes of one realm in one JVM, each in a Vert.x of its own, found by a real Hazelcast and joined by real links. */
public final class TestRealm implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<Integer> ports = new ArrayList<>();
  private final Map<String, String> settings;
  private final List<Member> members = new ArrayList<>();

  /** One of the nodes. */
  public record Member(Vertx vertx, AtollNode node, AtollSettings settings) {
    /** The JSON of a page of its management port. */
    public JsonObject operations(String path) throws Exception {
      return new JsonObject(get(node.operationsPort(), path));
    }

    /** The body of a page of its public port. */
    public String page(String path) throws Exception {
      return get(node.httpPort(), path);
    }

    /** Its id in the realm. */
    public String id() throws Exception {
      return operations("/cluster").getString("self");
    }

    private static String get(int port, String path) throws Exception {
      URI url = URI.create("http://127.0.0.1:" + port + path);
      return HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
          .body();
    }
  }

  /**
   * @param most nodes that there will be
   * @param settings of all of them
   */
  public TestRealm(int most, Map<String, String> settings) {
    for (int i = 0; i < most; i++) {
      ports.add(FreePort.next());
    }
    this.settings = Map.copyOf(settings);
  }

  /** One more node, with these settings of its own; all that are there see each other when this returns. */
  public Member start(Map<String, String> own) throws Exception {
    AtollSettings known = TestNode.settings(settings(members.size(), own));
    Vertx vertx = done(ClusteredVertx.start(new VertxOptions(), known.cluster()));
    AtollNode node = new AtollNode(known);
    members.add(new Member(vertx, node, ClusterSecrets.complete(known)));
    done(vertx.deployVerticle(node));
    await().atMost(Patience.TIME).until(this::seeEachOther);
    return members.get(members.size() - 1);
  }

  /** What one of them is told, by its number: what all are, and its own beside. */
  public Map<String, String> settings(int number, Map<String, String> own) {
    Map<String, String> all = new HashMap<>();
    if (!settings.containsKey("http.public-url")) {
      // else their rooms span
      all.put("rooms.public-url", "http://rooms-of-" + number + ".example");
    }
    all.put("cluster.enabled", "true");
    all.put(
        "cluster.members",
        ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
    all.put("cluster.host", "127.0.0.1");
    all.put("cluster.port", Integer.toString(ports.get(number)));
    all.put("cluster.bus-port", "0");
    all.put("cluster.secret", "the secret of these nodes");
    all.putAll(settings);
    all.putAll(own);
    return all;
  }

  private boolean seeEachOther() throws Exception {
    long running =
        members.stream().filter(each -> !each.vertx().deploymentIDs().isEmpty()).count();
    String leader = "";
    for (Member member : members) {
      if (member.vertx().deploymentIDs().isEmpty()) {
        continue;
      }
      JsonObject told = member.operations("/cluster");
      JsonArray nodes = told.getJsonArray("nodes");
      String its = told.getString("leader");
      if (nodes.size() != running || its.isEmpty() || !leader.isEmpty() && !leader.equals(its)) {
        return false;
      }
      leader = its;
    }
    return true;
  }

  /** All that there were, in the order of their starts. */
  public List<Member> members() {
    return members;
  }

  /** Stops a node as a signal does. */
  public void stop(Member member) throws Exception {
    for (String deployment : member.vertx().deploymentIDs()) {
      done(member.vertx().undeploy(deployment));
    }
  }

  @Override
  public void close() throws Exception {
    for (Member member : members) {
      stop(member);
      done(member.vertx().close());
    }
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
  }
}
