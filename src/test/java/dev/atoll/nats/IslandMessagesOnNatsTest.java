package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.config.AtollSettings;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.PlayerPosition;
import dev.atoll.protocol.message.Scene;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerUpdate;
import io.nats.client.impl.Headers;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From an explorer in its island's room to a server on NATS, and back. */
@ExtendWith(VertxExtension.class)
class IslandMessagesOnNatsTest {
  private static final Packet HELLO = chat("hello");

  private final Identity player = Identity.random(Instant.now().plus(Duration.ofHours(1)));
  private final BlockingQueue<Buffer> heard = new LinkedBlockingQueue<>();
  private NatsServer server;
  private ForeignService foreign;

  /** Held because Vert.x closes a client that nobody holds. */
  private WebSocketClient client;

  @BeforeEach
  void connect() {
    server = NatsServer.start();
    foreign = new ForeignService(server);
  }

  @AfterEach
  void disconnect() {
    foreign.close();
    server.close();
  }

  @Test
  void what_is_said_in_a_room_goes_out_by_kind_and_what_a_server_says_comes_in(Vertx vertx)
      throws Exception {
    WebSocket room = enterIsland(vertx, "all");

    say(room, Packet.newBuilder().setPosition(PlayerPosition.newBuilder()).build());
    say(room, HELLO);

    String told = "messageBus.island.I1.peer." + player.address();
    assertThat(foreign.await(told + ".chat").getData()).isEqualTo(HELLO.toByteArray());
    assertThat(foreign.heard(told + ".position")).isEmpty();

    foreign.say("messageBus.island.I1.game", chat("welcome"));

    assertThat(next().getPeerJoinMessage().getAddress())
        .isEqualTo(AtollSettings.defaults().realm().ownAddress());
    assertThat(next().getPeerUpdateMessage().getBody())
        .isEqualTo(chat("welcome").toByteString());
  }

  @Test
  void what_a_server_says_in_a_scene_comes_in_where_the_scene_is_spoken(Vertx vertx)
      throws Exception {
    WebSocket room = enterIsland(vertx, "all");
    say(room, scene("bafkrei1", "in here"));
    say(room, HELLO);
    foreign.await("messageBus.island.I1.peer." + player.address() + ".chat");

    foreign.say("messageBus.scene.bafkrei2.game", "not here".getBytes(StandardCharsets.UTF_8));
    foreign.say("messageBus.scene.bafkrei1.game", new byte[70_000]);
    foreign.say(
        "messageBus.scene.bafkrei1.message",
        new Headers().put(Marks.ORIGIN, "n1").put(Marks.SENDER, "0x" + "a".repeat(40)),
        "of another node's player".getBytes(StandardCharsets.UTF_8));
    foreign.say(
        "messageBus.scene.bafkrei1.game", "the door is open".getBytes(StandardCharsets.UTF_8));

    assertThat(next().getPeerJoinMessage().getAddress())
        .isEqualTo(AtollSettings.defaults().realm().ownAddress());
    assertThat(next().getPeerUpdateMessage().getBody())
        .isEqualTo(scene("bafkrei1", "the door is open").toByteString());
    foreign.say("messageBus.island.I1.game", chat("the end"));
    assertThat(next().getPeerUpdateMessage().getBody())
        .isEqualTo(chat("the end").toByteString());
  }

  @Test
  void players_who_follow_a_scene_by_topics_hear_it_once_beside(Vertx vertx) throws Exception {
    try (BridgeRig rig = new BridgeRig(server, "nats.trust", "all").started()) {
      rig.subscribe("messageBus.scene.bafkrei1.>");

      foreign.say("messageBus.scene.bafkrei1.game", "once".getBytes(StandardCharsets.UTF_8));
      foreign.say("messageBus.scene.bafkrei2.game", "then this".getBytes(StandardCharsets.UTF_8));

      Awaiting.soon().until(() -> rig.cameSubjects().contains("messageBus.scene.bafkrei2.game"));
      assertThat(rig.cameSubjects())
          .containsExactly("messageBus.scene.bafkrei1.game", "messageBus.scene.bafkrei2.game");
    }
  }

  @Test
  void nobody_speaks_in_a_room_where_nats_is_not_trusted_with_all(Vertx vertx) throws Exception {
    WebSocket room = enterIsland(vertx, "doors");

    say(room, scene("bafkrei1", "in here"));
    foreign.say(
        "messageBus.scene.bafkrei1.game", "the door is open".getBytes(StandardCharsets.UTF_8));
    foreign.say("messageBus.island.I1.game", chat("welcome"));
    foreign.say("messageBus.island.I1.peer." + player.address() + ".chat", HELLO);
    say(room, HELLO);

    foreign.awaitAll("messageBus.island.I1.peer." + player.address() + ".chat", 1);
    assertThat(heard).isEmpty();
  }

  private WebSocket enterIsland(Vertx vertx, String trust) throws Exception {
    AtollNode node = TestNode.start(
        vertx,
        Map.of(
            "nats.url", server.url(), "nats.trust", trust, "nats.island-messages", "chat, voice"));
    DoorClient door = DoorClient.connect(vertx, node.httpPort()).login(player);
    door.heartbeat(8, 8);
    String connection = door.next().getIslandChanged().getConnStr();
    foreign.await("engine.islands");
    client = vertx.createWebSocketClient();
    ClientWebSocket room = client.webSocket();
    room.binaryMessageHandler(heard::add);
    room.connect(new WebSocketConnectOptions().setAbsoluteURI(connection.replace("ws-room:", "")))
        .toCompletionStage()
        .toCompletableFuture()
        .get(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(next().hasWelcomeMessage()).isTrue();
    return room;
  }

  private static void say(WebSocket room, Packet packet) {
    WsPeerUpdate.Builder update = WsPeerUpdate.newBuilder().setBody(packet.toByteString());
    room.writeBinaryMessage(
        Buffer.buffer(WsPacket.newBuilder().setPeerUpdateMessage(update).build().toByteArray()));
  }

  private WsPacket next() throws Exception {
    Buffer message = heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    return WsPacket.parseFrom(ByteString.copyFrom(message.getBytes()));
  }

  private static Packet scene(String id, String data) {
    return Packet.newBuilder()
        .setScene(Scene.newBuilder().setSceneId(id).setData(ByteString.copyFromUtf8(data)))
        .build();
  }

  private static Packet chat(String text) {
    return Packet.newBuilder().setChat(Chat.newBuilder().setMessage(text)).build();
  }
}
