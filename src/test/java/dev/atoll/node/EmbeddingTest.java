package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.config.AtollSettings;
import dev.atoll.handshake.DoorClient;
import dev.atoll.rooms.RoomsVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class EmbeddingTest {

  @Test
  void a_whole_node_tells_its_ports_and_gives_its_bus(Vertx vertx) throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));

    AtollNode node = get(EmbeddingExample.wholeNode(vertx, heard::add));
    DoorClient.connect(vertx, node.httpPort()).login(identity);

    await().until(() -> heard.contains("peer." + identity.address() + ".connect"));
    assertThat(node.operationsPort()).isPositive().isNotEqualTo(node.httpPort());
  }

  @Test
  void undeploying_sends_everybody_elsewhere(Vertx vertx) throws Exception {
    AtollNode node = get(EmbeddingExample.wholeNode(vertx, subject -> {}));
    DoorClient player = DoorClient.connect(vertx, node.httpPort())
        .login(Identity.random(Instant.now().plus(Duration.ofHours(1))));

    Future<Void> undeployed = vertx.undeploy(node.deploymentID());

    assertThat(player.close()).isEqualTo("1012 Node is going down");
    get(undeployed);
  }

  @Test
  void what_is_deployed_again_shows_figures_of_its_own(Vertx vertx) throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of());
    get(vertx.undeploy(node.deploymentID()));
    get(vertx.deployVerticle(node));

    // the first one is not counted, which shows where all others come in
    List<DoorClient> players = List.of(
        DoorClient.connect(vertx, node.httpPort()), DoorClient.connect(vertx, node.httpPort()));

    await()
        .untilAsserted(
            () -> assertThat(metrics(vertx, node).lines()).contains("atoll_connections 1.0"));
    assertThat(players).hasSize(2);
  }

  private static String metrics(Vertx vertx, AtollNode node) throws Exception {
    return get(vertx
        .createHttpClient()
        .request(HttpMethod.GET, node.operationsPort(), "127.0.0.1", "/metrics")
        .compose(request -> request.send().compose(HttpClientResponse::body))
        .map(Object::toString));
  }

  @Test
  void a_port_that_is_taken_fails_the_deployment_and_leaves_nothing_behind(Vertx vertx)
      throws Exception {
    AtollNode first = TestNode.start(vertx, Map.of());
    Vertx elsewhere = Vertx.vertx();
    AtollNode second =
        new AtollNode(TestNode.settings(Map.of("http.port", Integer.toString(first.httpPort()))));

    Future<String> deployed = elsewhere.deployVerticle(second);

    await().until(deployed::isComplete);
    assertThat(deployed.failed()).isTrue();
    assertThat(elsewhere.deploymentIDs()).isEmpty();
    get(elsewhere.close());
  }

  @Test
  void the_archipelago_groups_on_a_worker_and_can_be_traced_there(Vertx vertx) throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of("islands.threading", "worker"));
    Future<Integer> traced = vertx
        .createHttpClient()
        .request(HttpMethod.POST, node.operationsPort(), "127.0.0.1", "/trace?seconds=1")
        .compose(request -> request.send().map(HttpClientResponse::statusCode));

    DoorClient player = DoorClient.connect(vertx, node.httpPort())
        .login(Identity.random(Instant.now().plus(Duration.ofHours(1))));
    player.heartbeat(8, 8);

    assertThat(player.next().getIslandChanged().getConnStr()).startsWith("ws-room:ws://");
    assertThat(get(traced)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker", "event-loop"})
  void who_waits_for_a_trace_is_answered_when_the_node_stops(String threading, Vertx vertx)
      throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of("islands.threading", threading));
    HttpClientAgent client = vertx.createHttpClient();
    List<Future<Integer>> traced = List.of(post(client, node), post(client, node));
    await().until(() -> traced.stream().anyMatch(Future::isComplete));

    get(vertx.undeploy(node.deploymentID()));

    assertThat(List.of(get(traced.get(0)), get(traced.get(1)))).containsExactlyInAnyOrder(409, 500);
  }

  private static Future<Integer> post(HttpClientAgent client, AtollNode node) {
    return client
        .request(HttpMethod.POST, node.operationsPort(), "127.0.0.1", "/trace?seconds=600")
        .compose(request -> request.send().map(HttpClientResponse::statusCode));
  }

  @Test
  void a_node_of_a_realm_brings_a_vertx_that_finds_the_others() throws Exception {
    AtollSettings settings = AtollSettings.of(Map.of(
        "http.port", "0",
        "operations.port", "0",
        "rooms.public-url", "http://rooms.example",
        "cluster.enabled", "true",
        "cluster.secret", "sixteen letters and more",
        "cluster.host", "127.0.0.1",
        "cluster.port", "0",
        "cluster.bus-port", "0"));

    Vertx clustered = EmbeddingExample.nodeOfRealm(settings)
        .toCompletionStage()
        .toCompletableFuture()
        .get(Patience.SECONDS, TimeUnit.SECONDS);

    assertThat(clustered.isClustered()).isTrue();
    assertThat(clustered.deploymentIDs()).hasSize(1);

    get(clustered.undeploy(clustered.deploymentIDs().iterator().next()));
    get(clustered.close());
  }

  @Test
  void rooms_stand_alone(Vertx vertx) throws Exception {
    RoomsVerticle rooms = get(EmbeddingExample.roomsAlone(vertx, "a secret of sixteen or more"));

    DoorClient intruder = DoorClient.connect(
        vertx,
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(rooms.port())
            .setURI("/rooms/plaza"));

    assertThat(intruder.close()).isEqualTo("1008 Room opens by token only");
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
  }
}
