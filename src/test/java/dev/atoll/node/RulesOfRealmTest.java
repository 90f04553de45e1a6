package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.TransportRule;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.TestRealm.Member;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The owner's rules in a realm of nodes whose files differ, seen by the size that islands get. */
class RulesOfRealmTest {

  @Test
  void rules_in_force_survive_a_leader_and_a_node_that_comes_later_takes_them() throws Exception {
    try (TestRealm realm =
        new TestRealm(3, Map.of("node.run", "handshake,archipelago,rooms,statistics"))) {
      Member first = realm.start(Map.of("rules", ofSize(11)));
      Member second = realm.start(Map.of("rules", ofSize(12)));
      await().atMost(Patience.TIME).until(() -> inForce(second).equals(inForce(first)));
      assertThat(inForce(first)).startsWith("-").endsWith("." + first.id());

      second.node().rules(rules(13));

      await().atMost(Patience.TIME).until(() -> inForce(first).endsWith("." + second.id()));
      String edited = inForce(second);
      assertThat(edited).doesNotStartWith("-").isEqualTo(inForce(first));
      assertThat(sizeOfIsland(first, 0)).isEqualTo(13);

      Member third = realm.start(Map.of("rules", ofSize(14)));
      await().atMost(Patience.TIME).until(() -> inForce(third).equals(edited));
      realm.stop(first);
      await()
          .atMost(Patience.TIME)
          .until(() -> third.operations("/cluster").getString("leader").equals(second.id()));
      realm.stop(second);
      await()
          .atMost(Patience.TIME)
          .until(() -> third.operations("/cluster").getString("leader").equals(third.id()));

      assertThat(inForce(third)).isEqualTo(edited);
      assertThat(sizeOfIsland(third, 5000)).isEqualTo(13);
    }
  }

  private static String ofSize(int size) {
    return "[{use: [ws-room], island-size: " + size + "}]";
  }

  private static List<TransportRule> rules(int size) {
    return AtollSettings.of(Map.of("rules", ofSize(size))).rules();
  }

  /** Which of the owner's rules a node says that it has in force. */
  private static String inForce(Member member) throws Exception {
    JsonObject cluster = member.operations("/cluster");
    JsonArray nodes = cluster.getJsonArray("nodes");
    return nodes.stream()
        .map(JsonObject.class::cast)
        .filter(node -> node.getString("id").equals(cluster.getString("self")))
        .map(node -> node.getString("rules"))
        .findFirst()
        .orElseThrow();
  }

  /** Of a new one. */
  private static int sizeOfIsland(Member member, int x) throws Exception {
    Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
    DoorClient client =
        DoorClient.connect(member.vertx(), member.node().httpPort()).login(identity);
    client.heartbeat(x, 0);
    assertThat(client.next().hasIslandChanged()).isTrue();
    await().atMost(Patience.TIME).until(() -> !sizes(member, identity).isEmpty());
    int size = sizes(member, identity).get(0);
    client.leave();
    return size;
  }

  private static List<Integer> sizes(Member member, Identity identity) throws Exception {
    return new JsonObject(member.page("/islands"))
        .getJsonArray("islands").stream()
            .map(JsonObject.class::cast)
            .filter(island -> island.encode().contains(identity.address()))
            .map(island -> island.getInteger("maxPeers"))
            .toList();
  }
}
