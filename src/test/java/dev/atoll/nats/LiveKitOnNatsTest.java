package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.config.AtollSettings;
import dev.atoll.handshake.DoorClient;
import dev.atoll.livekit.LiveKitPeers;
import dev.atoll.livekit.LiveKitServer;
import dev.atoll.livekit.webrtc.WebRtcNeeded;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.Scene;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a real client in a real LiveKit to a server on NATS, and back. */
class LiveKitOnNatsTest {
  private static final String SERVER = AtollSettings.defaults().realm().ownAddress();

  private final Vertx vertx = Vertx.vertx();
  private final Identity player = Identity.random(Instant.now().plus(Duration.ofHours(1)));
  private LiveKitServer liveKit;
  private LiveKitPeers peers;
  private NatsServer nats;
  private ForeignService foreign;

  @BeforeEach
  void connect() {
    WebRtcNeeded.load();
    liveKit = LiveKitServer.start();
    nats = NatsServer.start();
    foreign = new ForeignService(nats);
    peers = new LiveKitPeers();
  }

  @AfterEach
  void disconnect() {
    vertx.close().await();
    if (peers != null) {
      peers.close();
      foreign.close();
      nats.close();
      liveKit.close();
    }
  }

  private static Packet chat(String text) {
    return Packet.newBuilder().setChat(Chat.newBuilder().setMessage(text)).build();
  }

  private static Packet scene(String id, String text) {
    return Packet.newBuilder()
        .setScene(Scene.newBuilder().setSceneId(id).setData(ByteString.copyFromUtf8(text)))
        .build();
  }

  private AtollNode enter(String trust) throws Exception {
    AtollNode node = TestNode.start(
        vertx,
        Map.of(
            "islands.transport",
            "livekit",
            "livekit",
            liveKit.settings(),
            "nats.url",
            nats.url(),
            "nats.trust",
            trust,
            "nats.island-messages",
            "chat"));
    DoorClient door = DoorClient.connect(vertx, node.httpPort()).login(player);
    String told = "";
    while (!told.startsWith("livekit:")) {
      door.heartbeat(8, 8);
      told = door.next().getIslandChanged().getConnStr();
    }
    peers.join("player", told);
    peers.await("player joined");
    return node;
  }

  private Packet received() {
    return peers.received("player", SERVER);
  }

  /** Until the side-car is in, nobody hears it. */
  private void speak() {
    Awaiting.soon().until(() -> {
      peers.send("player", scene("bafkrei1", "in here").toByteArray(), true);
      peers.send("player", chat("hello").toByteArray(), true);
      return !foreign
          .heard("messageBus.island.I1.peer." + player.address() + ".chat")
          .isEmpty();
    });
  }

  @Test
  void what_a_server_says_in_a_scene_is_heard_where_the_scene_is_spoken() throws Exception {
    enter("all");
    speak();

    foreign.say("messageBus.scene.bafkrei2.game", "not here".getBytes(StandardCharsets.UTF_8));
    foreign.say("messageBus.scene.bafkrei1.game", new byte[70_000]);
    foreign.say("messageBus.scene.bafkrei1.game", "open".getBytes(StandardCharsets.UTF_8));

    assertThat(received()).isEqualTo(scene("bafkrei1", "open"));
    foreign.say("messageBus.island.I1.game", chat("the end").toByteArray());
    assertThat(received()).isEqualTo(chat("the end"));
  }

  @Test
  void nobody_speaks_there_where_nats_is_not_trusted_with_all() throws Exception {
    AtollNode node = enter("doors");
    speak();

    foreign.say("messageBus.scene.bafkrei1.game", "open".getBytes(StandardCharsets.UTF_8));
    foreign.say("messageBus.island.I1.game", chat("open").toByteArray());
    // has come through NATS behind them
    peers.send("player", chat("hello").toByteArray(), true);
    foreign.awaitAll("messageBus.island.I1.peer." + player.address() + ".chat", 2);
    node.bus()
        .publish(new Message(
            Subject.of("messageBus.island.I1.game"),
            Payload.of(chat("by a server of the gateway")),
            new Headers(Map.of(Headers.SERVER, "s~g"))));

    assertThat(received()).isEqualTo(chat("by a server of the gateway"));
  }
}
