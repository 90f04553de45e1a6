package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.auth.Identity;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.ServiceDiscoveryMessage;
import io.nats.client.Message;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whole nodes and single parts of them in the place of one of the reference's services, joined by NATS alone. */
@ExtendWith(VertxExtension.class)
class NodesOnNatsTest {
  private static final String FOREIGN = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  private static final String FLOATS = "0a0a0d0000c03f1d000010c0";
  private static final String DOUBLES =
      "0a1b09000000000000f83f1100000000000000001900000000000002c0";

  private final HttpClient client = HttpClient.newHttpClient();
  private NatsServer server;
  private ForeignService foreign;

  @BeforeEach
  void connect() {
    server = NatsServer.start();
    foreign = new ForeignService(server);
  }

  @AfterEach
  void disconnect() {
    if (foreign != null) {
      foreign.close();
      server.close();
    }
  }

  @Test
  void a_connector_of_2023_is_served_by_our_core(Vertx vertx) throws Exception {
    AtollNode core = start(vertx, "archipelago, nats", "http.public-url", "https://realm.example");
    awaitLink(core);

    foreign.sayHex("peer." + FOREIGN + ".heartbeat", FLOATS);

    Message told = foreign.await("engine.peer." + FOREIGN + ".island_changed");
    IslandChangedMessage change = IslandChangedMessage.parseFrom(told.getData());
    assertThat(change.getConnStr())
        .startsWith("ws-room:wss://realm.example/rooms/" + change.getIslandId() + "?access_token=");
    assertThat(change.getPeersMap().get(FOREIGN).getZ()).isEqualTo(-2.25f);
    Awaiting.soon()
        .until(() -> foreign.heard("engine.islands").stream()
            .anyMatch(each -> islands(each).getDataCount() == 1));
    assertThat(
            ServiceDiscoveryMessage.parseFrom(foreign.await("engine.discovery").getData())
                .getServerName())
        .isEqualTo("archipelago");
  }

  @Test
  void a_bff_of_2022_is_served_by_our_core(Vertx vertx) throws Exception {
    AtollNode core = start(vertx, "archipelago, nats");
    awaitLink(core);

    foreign.say("peer." + FOREIGN + ".connect");
    foreign.sayHex("client-proto.peer." + FOREIGN + ".heartbeat", DOUBLES);

    Message told = foreign.await("client-proto." + FOREIGN + ".island_changed");
    assertThat(HexFormat.of().formatHex(told.getData()))
        .endsWith("121b09000000000000f83f1100000000000000001900000000000002c0");
    assertThat(foreign.await("service.discovery").getData()).isNotEmpty();
    assertThat(new String(
            foreign.await("engine.peer." + FOREIGN + ".island_changed").getData()))
        .contains("ws://localhost:" + core.httpPort() + "/rooms/");

    foreign.say("peer." + FOREIGN + ".disconnect");
    Awaiting.soon()
        .until(
            () -> foreign.subjects().stream().anyMatch(subject -> subject.endsWith(".peer_left")));
  }

  @Test
  void our_connector_is_served_by_a_core_of_2023(Vertx vertx) throws Exception {
    AtollNode door = start(vertx, "handshake, nats");
    awaitLink(door);
    Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
    DoorClient player = DoorClient.connect(vertx, door.httpPort()).login(identity);
    player.heartbeat(8, 8);
    foreign.await("peer." + identity.address() + ".heartbeat");

    foreign.say(
        "engine.peer." + identity.address() + ".island_changed",
        IslandChangedMessage.newBuilder()
            .setIslandId("I7")
            .setConnStr("livekit:wss://x?access_token=y")
            .build());

    assertThat(player.next().getIslandChanged().getConnStr())
        .isEqualTo("livekit:wss://x?access_token=y");
    player.leave();
    foreign.await("peer." + identity.address() + ".disconnect");
  }

  @Test
  void statistics_alone_are_fed_by_foreign_services(Vertx vertx) throws Exception {
    AtollNode statistics = start(vertx, "statistics, nats");
    awaitLink(statistics);

    foreign.sayHex("peer." + FOREIGN + ".heartbeat", FLOATS);
    foreign.say(
        "engine.islands",
        IslandStatusMessage.newBuilder()
            .addData(IslandData.newBuilder()
                .setId("I1")
                .addPeers(FOREIGN)
                .setCenter(BridgeRig.at(1, 1).getPosition()))
            .build());

    Awaiting.soon().until(() -> get(statistics, "/islands").contains(FOREIGN));
    assertThat(get(statistics, "/peers")).contains(FOREIGN);
  }

  @Test
  void a_door_and_a_core_of_ours_make_a_realm(Vertx vertx) throws Exception {
    AtollNode core = start(vertx, "archipelago, statistics, nats");
    AtollNode door = start(vertx, "handshake, rooms, nats");
    awaitLink(core);
    awaitLink(door);
    Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
    DoorClient player = DoorClient.connect(vertx, door.httpPort()).login(identity);

    player.heartbeat(8, 8);

    assertThat(player.next().getIslandChanged().getIslandId()).startsWith("I");
    Awaiting.soon().until(() -> get(core, "/peers").contains(identity.address()));
    player.leave();
    Awaiting.soon().until(() -> !get(core, "/peers").contains(identity.address()));
  }

  @Test
  void players_notice_nothing_when_nats_dies(Vertx vertx) throws Exception {
    AtollNode node = start(vertx, "handshake, archipelago, rooms, statistics, nats");
    awaitLink(node);
    Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
    DoorClient player = DoorClient.connect(vertx, node.httpPort()).login(identity);
    player.heartbeat(8, 8);
    assertThat(player.next().hasIslandChanged()).isTrue();

    server.kill();
    Awaiting.soon().until(() -> get(node, "/health/ready").contains("warn"));
    DoorClient late = DoorClient.connect(vertx, node.httpPort())
        .login(Identity.random(Instant.now().plus(Duration.ofHours(1))));
    late.heartbeat(500, 500);
    assertThat(late.next().hasIslandChanged()).isTrue();
    server.run();

    Awaiting.soon().until(() -> !get(node, "/health/ready").contains("warn"));
    player.heartbeat(9, 9);
    try (ForeignService again = new ForeignService(server)) {
      Awaiting.soon().until(() -> {
        player.heartbeat(9, 9);
        return !again.heard("peer." + identity.address() + ".heartbeat").isEmpty();
      });
    }
  }

  private AtollNode start(Vertx vertx, String run, String... more) throws Exception {
    Map<String, String> settings = new HashMap<>(Map.of("node.run", run, "nats.url", server.url()));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return TestNode.start(vertx, settings);
  }

  private void awaitLink(AtollNode node) {
    Awaiting.soon().until(() -> {
      String ready = get(node, "/health/ready");
      return new JsonObject(ready)
          .getJsonObject("details")
          .getJsonObject("nats")
          .getString("status")
          .equals("pass");
    });
    // what it tells after it has subscribed shows that the server has its subscriptions
    probe(node);
  }

  private void probe(AtollNode node) {
    Subject word = Subject.of("messageBus.scene.probe." + node.httpPort());
    Awaiting.soon().until(() -> {
      node.bus().publish(new dev.atoll.bus.Message(word, Payload.EMPTY));
      return !foreign.heard(word.name()).isEmpty();
    });
  }

  private static IslandStatusMessage islands(Message message) {
    try {
      return IslandStatusMessage.parseFrom(message.getData());
    } catch (Exception wrong) {
      throw new AssertionError(wrong);
    }
  }

  private String get(AtollNode node, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + node.httpPort() + path))
        .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
