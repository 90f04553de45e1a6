package dev.atoll.node;

import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.livekit.LiveKitServer;
import dev.atoll.nats.NatsServer;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
  void a_world_and_a_scene_get_rooms_for_signed_requests() throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of());

    NodeJs.run("signed-login.mjs", "http://127.0.0.1:" + node.httpPort(), "name.dcl.eth");
  }

  @Test
  void explorers_hear_each_other_in_the_livekit_room_of_their_island() throws Exception {
    try (LiveKitServer server = LiveKitServer.start()) {
      AtollNode node = TestNode.start(
          vertx, Map.of("islands.transport", "livekit", "livekit", server.settings()));
      String url = "http://127.0.0.1:" + node.operationsPort() + "/transports";
      await("LiveKit answered").atMost(Patience.TIME).until(() -> told(url).contains("livekit"));

      NodeJs.run("livekit-client.mjs", "ws://127.0.0.1:" + node.httpPort() + "/ws");
    }
  }

  private static String told(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
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
