package dev.atoll.livekit.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.bus.Message;
import dev.atoll.cluster.LinkedNodes;
import dev.atoll.livekit.LiveKitPeers;
import dev.atoll.livekit.LiveKitServer;
import dev.atoll.livekit.webrtc.WebRtc;
import dev.atoll.livekit.webrtc.WebRtcNeeded;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.ListenedMessage;
import dev.atoll.protocol.message.Packet;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Side-cars of two nodes that are linked for real, in one real LiveKit. */
class SideCarsOfRealmTest {
  private static final List<String> ISLANDS =
      IntStream.range(0, 4).mapToObj(i -> "R" + i).toList();
  private static final Map<String, String> CLUSTER = Map.of(
      "cluster.enabled", "true",
      "cluster.secret", "the secret of these nodes",
      "rooms.public-url", "http://127.0.0.1:9");

  private static final Vertx VERTX = Vertx.vertx();
  private static LiveKitServer server;
  private static LiveKitPeers peers;

  @BeforeAll
  static void open() {
    WebRtcNeeded.load();
    server = LiveKitServer.start();
    peers = new LiveKitPeers();
  }

  @AfterAll
  static void close() {
    if (peers != null) {
      peers.close();
    }
    if (server != null) {
      server.close();
    }
    VERTX.close().await();
  }

  @Test
  void each_room_has_one_side_car_at_one_of_the_nodes_and_another_when_that_node_is_lost()
      throws Exception {
    try (LinkedNodes nodes = new LinkedNodes(16 << 20, "a", "b")) {
      SideCarRig a = rig(nodes, "a");
      SideCarRig b = rig(nodes, "b");
      nodes.start();
      ISLANDS.forEach(each -> {
        peers.join(each, a.sendTo(each, true));
        peers.await(each + " joined " + each);
      });

      b.subscribe("messageBus.island.*.peer.*.chat");
      b.listened(ListenedMessage.newBuilder().addAllIslands(ISLANDS));
      await().atMost(Patience.TIME).until(() -> a.rooms() + b.rooms() == ISLANDS.size());
      for (String island : ISLANDS) {
        say(island, "one");
        say(island, "two");
        // twice, or not at all, where two nodes or none are in it
        assertThat(List.of(next(b), next(b))).containsExactly(island + " one", island + " two");
      }
      assertThat(a.rooms() + b.rooms()).isEqualTo(ISLANDS.size());

      a.close();
      nodes.cut("a", "b");
      b.awaitRooms(ISLANDS.size());
      for (String island : ISLANDS) {
        awaitHeard(b, island);
      }
      b.close();
    }
  }

  private static SideCarRig rig(LinkedNodes nodes, String id) {
    return new SideCarRig(nodes.bus(id), VERTX, server.url(), WebRtc::load, CLUSTER);
  }

  private static void say(String island, String text) {
    Packet chat =
        Packet.newBuilder().setChat(Chat.newBuilder().setMessage(text)).build();
    peers.send(island, chat.toByteArray(), true);
  }

  /** What is said before a side-car is in the room is not heard by it. */
  private static void awaitHeard(SideCarRig rig, String island) {
    await().atMost(Patience.TIME).until(() -> {
      say(island, "again");
      Message heard = rig.heard.poll(1, TimeUnit.SECONDS);
      return heard != null && heard.subject().name().contains("." + island + ".");
    });
  }

  private static String next(SideCarRig rig) throws Exception {
    Message next = rig.heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    ByteString said = next.payload().bytes();
    String text = Packet.parseFrom(said).getChat().getMessage();
    return next.subject().token(2) + " " + text;
  }
}
