package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.client.ConnectionString;
import dev.atoll.client.Dialer;
import dev.atoll.client.PeerUpdate;
import dev.atoll.client.RoomClient;
import dev.atoll.client.RoomListener;
import dev.atoll.client.Signer;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    peers.join("player", told(door, "livekit:"));
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
  void an_island_goes_to_the_rooms_of_another_node_and_all_hear_each_other_meanwhile()
      throws Exception {
    Map<String, String> common = Map.of(
        "nats.url", nats.url(), "rooms.secret", "a secret of sixteen", "transports.silence", "5s");
    AtollNode rooms = start(common, Map.of("node.run", "rooms, nats"));
    AtollNode realm = start(
        common,
        Map.of(
            "node.run", "handshake, archipelago, nats, side-car",
            "livekit", liveKit.settings(),
            "nats.island-messages", "chat",
            "transports.minimum-stay", "0s",
            "rules", "[{use: [livekit]}]"));
    DoorClient door = DoorClient.connect(vertx, realm.httpPort()).login(player);
    peers.join("player", told(door, "livekit:"));
    peers.await("player joined");
    Identity other = Identity.random(Instant.now().plus(Duration.ofHours(1)));
    DoorClient otherDoor = DoorClient.connect(vertx, realm.httpPort()).login(other);
    assertThat(told(otherDoor, "livekit:")).contains(liveKit.url());
    speak();
    // or the island would go elsewhere first, without a bridge
    Awaiting.soon().until(() -> known(realm).contains("localhost:" + rooms.httpPort()));

    realm.rules(AtollSettings.of(Map.of("rules", "[{use: [ws-room]}]")).transportRules());
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    String room = told(otherDoor, "ws-room:ws://localhost:" + rooms.httpPort());
    RoomClient entered = new Dialer(vertx)
        .room(
            ((ConnectionString.Room) ConnectionString.parse(room)).url(),
            Signer.of(vertx, other),
            new RoomListener() {
              @Override
              public void update(PeerUpdate update) {
                try {
                  heard.add(update.packet().getChat().getMessage());
                } catch (InvalidProtocolBufferException malformed) {
                  heard.add(malformed.toString());
                }
              }
            })
        .toCompletionStage()
        .toCompletableFuture()
        .get(Patience.SECONDS, TimeUnit.SECONDS);

    peers.send("player", chat("I stay a little").toByteArray(), true);
    assertThat(heard.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo("I stay a little");
    entered.send(chat("I am over here"), false);
    assertThat(received()).isEqualTo(chat(other.address() + ": I am over here"));
    assertThat(heard).isEmpty();
    entered.close();
  }

  private static String known(AtollNode node) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + node.operationsPort() + "/transports");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private AtollNode start(Map<String, String> common, Map<String, String> more) throws Exception {
    Map<String, String> all = new HashMap<>(common);
    all.putAll(more);
    return TestNode.start(vertx, all);
  }

  private static String told(DoorClient door, String kind) {
    String told = "";
    while (!told.startsWith(kind)) {
      door.heartbeat(8, 8);
      told = door.next().getIslandChanged().getConnStr();
    }
    return told;
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
