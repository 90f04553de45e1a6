package dev.atoll.node;

import dev.atoll.nats.NatsServer;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Clients made of the packages Decentraland published, in Node and in a browser, against a whole node; and a node beside
 * stand-ins of Decentraland's services. What each does and expects is written in its script.
 */
class PublishedClientsTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void a_kernel_of_2022_lives_at_the_bffs_door() throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of());

    NodeJs.run("bff-client.mjs", "ws://127.0.0.1:" + node.httpPort() + "/rpc");
  }

  @Test
  void two_browsers_hear_each_other_peer_to_peer() throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of("islands.transport", "p2p"));
    String browser = NodeJs.needed("chromium", "google-chrome").toString();

    NodeJs.run("p2p-browsers.mjs", "ws://127.0.0.1:" + node.httpPort() + "/rpc", browser);
  }

  @Test
  void their_connector_works_on_our_core() throws Exception {
    mix("their connector on our core", Map.of("node.run", "archipelago,rooms,statistics,nats"));
  }

  @Test
  void our_connector_works_on_their_core() throws Exception {
    mix("our connector on their core", Map.of("node.run", "handshake,nats"));
  }

  @Test
  void their_stats_work_on_our_subjects() throws Exception {
    mix("their stats on our subjects", Map.of());
  }

  @Test
  void a_bff_of_2022_works_on_our_archipelago() throws Exception {
    mix("a BFF of 2022 on our archipelago", Map.of());
  }

  @Test
  void our_bff_works_on_an_archipelago_of_2022() throws Exception {
    mix("our BFF on an archipelago of 2022", Map.of("node.run", "bff,nats"));
  }

  @Test
  void a_ws_room_service_of_2022_carries_our_islands() throws Exception {
    mix(
        "a ws-room-service of 2022 at our registration door",
        Map.of(
            "node.run", "handshake,archipelago",
            "transports.registration-secret", "a secret of registrations",
            "transports.minimum-stay", "0s"));
  }

  @Test
  void scene_messages_cross_nats_both_ways() throws Exception {
    mix("scene messages", Map.of());
  }

  private void mix(String name, Map<String, String> settings) throws Exception {
    try (NatsServer nats = NatsServer.start()) {
      Map<String, String> all = new HashMap<>(settings);
      all.put("nats.url", nats.url());
      AtollNode node = TestNode.start(vertx, all);

      NodeJs.run("mixes.mjs", name, Integer.toString(node.httpPort()), nats.url());
    }
  }
}
