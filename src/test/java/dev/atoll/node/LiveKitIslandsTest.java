package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.auth.Identity;
import dev.atoll.handshake.DoorClient;
import dev.atoll.livekit.LiveKitPeers;
import dev.atoll.livekit.LiveKitServer;
import dev.atoll.protocol.message.IslandChangedMessage;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code islands.transport: livekit} with a real LiveKit: explorers log in at {@code /ws} and join where they are sent. */
class LiveKitIslandsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Identity one = Identity.random(Instant.now().plus(Duration.ofHours(1)));
  private final Identity two = Identity.random(Instant.now().plus(Duration.ofHours(1)));

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  /** The next change into that island by that kind of transport, passing over others. */
  private static IslandChangedMessage told(DoorClient client, String island, String kind) {
    while (true) {
      IslandChangedMessage change = client.next().getIslandChanged();
      if (change.getIslandId().startsWith(island) && change.getConnStr().startsWith(kind)) {
        return change;
      }
    }
  }

  @Test
  void explorers_hear_each_other_part_and_move_on_when_it_dies() throws Exception {
    try (LiveKitServer server = LiveKitServer.start();
        LiveKitPeers peers = new LiveKitPeers()) {
      AtollNode node = TestNode.start(
          vertx,
          Map.of(
              "islands.transport", "livekit",
              "livekit", server.settings(),
              "transports.minimum-stay", "0s"));
      DoorClient first = DoorClient.connect(vertx, node.httpPort()).login(one);
      DoorClient second = DoorClient.connect(vertx, node.httpPort()).login(two);

      first.heartbeat(0, 0);
      IslandChangedMessage casino = told(first, "I", "livekit:" + server.url());
      String island = casino.getIslandId();
      peers.join("first", casino.getConnStr());
      peers.await("first joined " + island);
      second.heartbeat(8, 0);
      peers.join("second", told(second, island, "livekit:").getConnStr());
      peers.await("second joined " + island, "first sees " + two.address());
      peers.say("first", "hello");
      peers.say("second", "hello yourself");
      peers.await(
          "second heard " + one.address() + " hello",
          "first heard " + two.address() + " hello yourself");

      second.heartbeat(500, 0);

      // who stays in the room of an island that it left is removed after ten seconds
      peers.await("second gone PARTICIPANT_REMOVED");

      server.kill();

      assertThat(told(first, island, "ws-room:").getFromIslandId()).isEqualTo(island);
    }
  }
}
