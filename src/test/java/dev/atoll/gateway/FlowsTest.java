package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.auth.Identity;
import dev.atoll.handshake.bff.BffClient;
import dev.atoll.rpc.RpcClient.Stream;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What crosses the gateway, from real clients through to a real third-party server and back (the comms v3 document's pictures). */
class FlowsTest {
  private static final String SCENE = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
  private static final String DOOR = "messageBus.scene." + SCENE + ".door";

  private GatewayRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.open(Map.of());
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void scene_messages_of_a_kernel_of_2022_reach_a_server_and_its_answer_the_kernel() {
    Identity alice = GatewayRig.identity();
    BffClient kernel = BffClient.login(rig.vertx(), rig.node(), alice);
    Stream topic = kernel.peers(DOOR);
    ThirdParty server = rig.server("game", SCENE);
    server.subscribe("messageBus.scene." + SCENE + ".*");

    kernel.publish(DOOR, "open");

    JsonObject heard = server.next("message");
    assertThat(heard.getString("subject")).isEqualTo(DOOR);
    assertThat(heard.getString("sender")).isEqualTo(alice.address());
    assertThat(heard.getString("text")).isEqualTo("open");
    assertThat(BffClient.said(topic.next())).isEqualTo(alice.address() + " " + DOOR + " open");
    server.publish(DOOR, "text", "opened");
    assertThat(BffClient.said(topic.next())).isEqualTo("server " + DOOR + " opened");
  }

  @Test
  void scene_messages_of_an_explorer_reach_a_server_and_its_answer_the_explorer() {
    Explorer explorer = Explorer.enter(rig.vertx(), rig.port(), 8, 8);
    ThirdParty server = rig.server("game", SCENE);
    server.subscribe("messageBus.scene." + SCENE + ".>");

    explorer.sayInScene("another scene", "not for this server");
    explorer.sayInScene(SCENE, "open");

    JsonObject heard = server.next("message");
    assertThat(heard.getString("subject")).isEqualTo("messageBus.scene." + SCENE + ".message");
    assertThat(heard.getString("sender")).isEqualTo(explorer.address());
    assertThat(heard.getString("text")).isEqualTo("open");
    server.publish(DOOR, "text", "opened");
    int alias = explorer.alias() + 1;
    assertThat(explorer.next()).isEqualTo("joined " + alias + " " + GatewayRig.SERVER);
    assertThat(explorer.next()).isEqualTo(alias + " scene " + SCENE + " opened");
  }

  @Test
  void kernel_and_explorer_hear_the_same_server_in_one_scene() {
    Identity alice = GatewayRig.identity();
    BffClient kernel = BffClient.login(rig.vertx(), rig.node(), alice);
    Stream topic = kernel.peers(SCENE);
    Explorer explorer = Explorer.enter(rig.vertx(), rig.port(), 8, 8);
    ThirdParty server = rig.server("game", SCENE);
    server.subscribe("messageBus.scene." + SCENE + ".message");

    kernel.publish(SCENE, "from the kernel");
    assertThat(server.next("message").getString("text")).isEqualTo("from the kernel");
    explorer.sayInScene(SCENE, "from the explorer");
    assertThat(server.next("message").getString("text")).isEqualTo("from the explorer");
    server.publish("messageBus.scene." + SCENE + ".message", "text", "to both");

    assertThat(BffClient.said(topic.next())).endsWith(" from the kernel");
    assertThat(BffClient.said(topic.next())).isEqualTo("server " + SCENE + " to both");
    explorer.next();
    assertThat(explorer.next()).endsWith(" scene " + SCENE + " to both");
  }

  @Test
  void positions_of_an_island_s_room_reach_a_server_and_its_packets_the_room() {
    Explorer explorer = Explorer.enter(rig.vertx(), rig.port(), 8, 8);
    ThirdParty server = rig.server("game", "0,0");
    JsonObject snapshot = server.subscribe("messageBus.island.*.peer.*.position");
    assertThat(snapshot.getJsonArray("islands").getJsonObject(0).getString("island"))
        .isEqualTo(explorer.island());

    explorer.sayPosition(7);

    JsonObject heard = server.next("message");
    assertThat(heard.getString("subject"))
        .isEqualTo(
            "messageBus.island." + explorer.island() + ".peer." + explorer.address() + ".position");
    assertThat(heard.getString("sender")).isEqualTo(explorer.address());
    assertThat(heard.getJsonObject("position").getFloat("x")).isEqualTo(7);
    server.publish("messageBus.island." + explorer.island() + ".game", "chat", "well moved");
    int alias = explorer.alias() + 1;
    assertThat(explorer.next()).isEqualTo("joined " + alias + " " + GatewayRig.SERVER);
    assertThat(explorer.next()).isEqualTo(alias + " chat well moved");
  }

  @Test
  void a_server_speaks_first_to_islands_with_a_member_in_its_parcels() {
    Explorer inside = Explorer.enter(rig.vertx(), rig.port(), 8, 8);
    Explorer outside = Explorer.enter(rig.vertx(), rig.port(), 808, 8);
    ThirdParty server = rig.server("game", SCENE, "0,0");
    server.subscribe("messageBus.island.*.peer.*.chat");

    server.publish(DOOR, "text", "opened");

    inside.next();
    assertThat(inside.next()).endsWith(" scene " + SCENE + " opened");
    outside.sayInScene(SCENE, "what about us");
    await().untilAsserted(() -> {
      server.publish(DOOR, "text", "you too");
      assertThat(outside.next()).contains(GatewayRig.SERVER);
    });
    assertThat(outside.next()).endsWith(" you too");
  }

  @Test
  void servers_are_one_member_together_and_gone_with_the_last_of_them() {
    Explorer explorer = Explorer.enter(rig.vertx(), rig.port(), 8, 8);
    String subject = "messageBus.island." + explorer.island() + ".game";
    ThirdParty one = rig.server("one", "0,0");
    ThirdParty two = rig.server("two", "0,0");

    one.publish(subject, "chat", "first");
    two.publish(subject, "chat", "second");

    String joined = explorer.next();
    String alias = joined.split(" ")[1];
    assertThat(explorer.next()).isEqualTo(alias + " chat first");
    assertThat(explorer.next()).isEqualTo(alias + " chat second");
    one.leave();
    two.publish(subject, "chat", "still here");
    assertThat(explorer.next()).isEqualTo(alias + " chat still here");
    two.leave();
    assertThat(explorer.next()).isEqualTo("left " + alias);
    ThirdParty three = rig.server("three", "0,0");
    three.publish(subject, "chat", "again");
    assertThat(explorer.next()).startsWith("joined ").doesNotContain(" " + alias + " ");
  }

  @Test
  void an_island_that_a_server_listens_to_does_not_stay_peer_to_peer() throws Exception {
    rig.close();
    rig = GatewayRig.open(Map.of("islands.transport", "p2p", "transports.minimum-stay", "1s"));
    Identity alice = GatewayRig.identity();
    BffClient kernel = BffClient.login(rig.vertx(), rig.node(), alice);
    Stream changes = kernel.islandChanges(alice.address());
    kernel.heartbeat(8, 8);
    assertThat(BffClient.connectionString(changes.next())).startsWith("p2p:");

    rig.server("all", "0,0").subscribe("messageBus.island.*.>");
    rig.server("game", "0,0").subscribe("messageBus.island.*.peer.*.position");

    assertThat(BffClient.connectionString(changes.next())).startsWith("ws-room:");
  }
}
