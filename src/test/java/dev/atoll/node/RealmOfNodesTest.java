package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.handshake.DoorClient;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.ServerPacket;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes of one realm in one JVM, each in a Vert.x of its own, found by a real Hazelcast and joined by real links. */
class RealmOfNodesTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final TestRealm REALM = new TestRealm(2, Map.of());

  @BeforeAll
  static void start() throws Exception {
    REALM.start(Map.of());
    REALM.start(Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    REALM.close();
  }

  @Test
  void peers_of_different_nodes_that_are_near_are_in_one_island_and_all_nodes_tell_so()
      throws Exception {
    Identity near = identity();
    Identity nearby = identity();
    DoorClient one = login(0, near);
    DoorClient other = login(1, nearby);

    await().atMost(Patience.TIME).until(() -> {
      one.heartbeat(3000, 3000);
      other.heartbeat(3010, 3000);
      return !island(0, near).isEmpty() && island(0, near).equals(island(1, nearby));
    });

    String id = island(0, near);
    assertThat(id).matches("I[0-9a-z]{9,}");
    IslandChangedMessage toOne = told(one, id);
    IslandChangedMessage toOther = told(other, id);
    assertThat(room(toOne)).matches("ws-room:ws://rooms-of-[01].example/rooms/" + id);
    assertThat(room(toOther)).isEqualTo(room(toOne));
    one.leave();
    other.leave();
  }

  @Test
  void a_login_at_another_node_ends_the_one_before() throws Exception {
    Identity player = identity();
    DoorClient first = login(0, player);

    DoorClient second = login(1, player);

    ServerPacket last = first.next();
    while (!last.hasKicked()) {
      last = first.next();
    }
    second.heartbeat(-3000, 0);
    assertThat(second.next().hasIslandChanged()).isTrue();
    second.leave();
  }

  @Test
  void every_node_counts_the_peers_of_all() throws Exception {
    DoorClient one = login(0, identity());
    DoorClient other = login(1, identity());

    // who left at the end of another test may still be counted at one of them
    await().atMost(Patience.TIME).untilAsserted(() -> {
      assertThat(users(0)).isGreaterThanOrEqualTo(2).isEqualTo(users(1));
      assertThat(cluster(0).getInteger("sessions") + cluster(1).getInteger("sessions"))
          .isEqualTo(users(0));
    });
    one.leave();
    other.leave();
  }

  private static int users(int node) throws Exception {
    return new JsonObject(REALM.members().get(node).page("/about"))
        .getJsonObject("comms")
        .getInteger("usersCount");
  }

  @Test
  void each_tells_who_leads_and_how_it_hears_the_other() throws Exception {
    await()
        .atMost(Patience.TIME)
        .until(() -> cluster(0).getJsonArray("nodes").size() == 2
            && cluster(1).getString("leader").equals(cluster(0).getString("leader")));

    JsonObject told = cluster(0);
    JsonObject other = told.getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .filter(node -> !node.getString("id").equals(told.getString("self")))
        .findFirst()
        .orElseThrow();
    assertThat(told.getString("leader"))
        .isIn(cluster(0).getString("self"), cluster(1).getString("self"));
    assertThat(told.getLong("term")).isPositive();
    assertThat(other.getString("id")).isEqualTo(cluster(1).getString("self"));
    assertThat(other.getJsonObject("link").getInteger("asked")).isPositive();
    assertThat(other.getJsonArray("differs")).isEmpty();
  }

  @Test
  void a_node_in_a_vertx_that_is_not_clustered_refuses_by_the_key() throws Exception {
    Vertx plain = Vertx.vertx();
    AtollNode node = new AtollNode(TestNode.settings(REALM.settings(0, Map.of())));

    assertThatThrownBy(() -> plain
            .deployVerticle(node)
            .toCompletionStage()
            .toCompletableFuture()
            .get(Patience.SECONDS, TimeUnit.SECONDS))
        .hasMessageContaining("cluster.enabled");

    plain.close().await();
  }

  private static JsonObject cluster(int node) throws Exception {
    URI url = URI.create(
        "http://127.0.0.1:" + REALM.members().get(node).node().operationsPort() + "/cluster");
    return new JsonObject(
        HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body());
  }

  private static DoorClient login(int node, Identity identity) throws Exception {
    return DoorClient.connect(
            REALM.members().get(node).vertx(), REALM.members().get(node).node().httpPort())
        .login(identity);
  }

  private static Identity identity() {
    return Identity.random(Instant.now().plus(Duration.ofHours(1)));
  }

  /** What it was told of that island; who was there first is not told of who came. */
  private static IslandChangedMessage told(DoorClient client, String island) throws Exception {
    ServerPacket packet = client.next();
    while (!packet.getIslandChanged().getIslandId().equals(island)) {
      packet = client.next();
    }
    return packet.getIslandChanged();
  }

  private static String room(IslandChangedMessage message) {
    return message.getConnStr().replaceFirst("\\?.*", "");
  }

  /** Id of the island with others that a node tells a peer to be in; empty when there is none. */
  private static String island(int node, Identity peer) throws Exception {
    URI url =
        URI.create("http://127.0.0.1:" + REALM.members().get(node).node().httpPort() + "/islands");
    String body =
        HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
    JsonArray islands = new JsonObject(body).getJsonArray("islands");
    for (int i = 0; i < islands.size(); i++) {
      JsonObject island = islands.getJsonObject(i);
      if (island.encode().contains(peer.address())
          && island.getJsonArray("peers").size() > 1) {
        return island.getString("id");
      }
    }
    return "";
  }
}
