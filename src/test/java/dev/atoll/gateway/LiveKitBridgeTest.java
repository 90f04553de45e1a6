package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.client.ConnectionString;
import dev.atoll.client.Dialer;
import dev.atoll.client.PeerUpdate;
import dev.atoll.client.RoomClient;
import dev.atoll.client.RoomListener;
import dev.atoll.client.Signer;
import dev.atoll.handshake.DoorClient;
import dev.atoll.livekit.LiveKitStage;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.PlayerPosition;
import dev.atoll.protocol.message.WsWelcome;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An island that somebody listens to, on its way between WebSocket rooms and a real LiveKit. */
class LiveKitBridgeTest {
  private static final String RULES =
      "[{ when: { parcels: [\"55,80..60,90\"] }, use: [livekit] }, { use: [ws-room] }]";

  private static final int TOWN = 28;
  private static final int CASINO = 57;

  @RegisterExtension
  private static final LiveKitStage STAGE = new LiveKitStage();

  private static int tests;

  private GatewayRig rig;
  private ThirdParty game;
  private Walker alice;
  private Walker bob;

  @AfterEach
  void stop() {
    rig.close();
  }

  /** One of the island, which may be in a room and in LiveKit. */
  private final class Walker implements RoomListener {
    final Identity identity = GatewayRig.identity();
    final DoorClient door = DoorClient.connect(rig.vertx(), rig.port()).login(identity);

    /** {@code <address> <what>}. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    private final Map<Integer, String> names = new java.util.concurrent.ConcurrentHashMap<>();
    private final String name;
    private String told = "";
    private RoomClient room;

    Walker(String name) {
      this.name = name + tests;
    }

    String address() {
      return identity.address();
    }

    void walk(int x) {
      door.heartbeat(x * 16, 85 * 16);
    }

    Walker sentTo(String kind) {
      while (!told.startsWith(kind)) {
        told = door.next().getIslandChanged().getConnStr();
      }
      return this;
    }

    Walker enter() throws Exception {
      room = new Dialer(rig.vertx())
          .room(
              ((ConnectionString.Room) ConnectionString.parse(told)).url(),
              Signer.of(rig.vertx(), identity),
              this)
          .toCompletionStage()
          .toCompletableFuture()
          .get(Patience.SECONDS, TimeUnit.SECONDS);
      return this;
    }

    Walker join() {
      STAGE.peers().join(name, told);
      STAGE.peers().await(name + " joined");
      return this;
    }

    void sayThere(byte[] packet, java.util.concurrent.Callable<Boolean> heard) {
      STAGE.peers().sendUntil(name, packet, heard);
    }

    /** What it receives from the side-car next while somebody says that in a room. */
    String received(Walker speaker, String words) {
      return STAGE
          .peers()
          .received(name, GatewayRig.SERVER, () -> speaker.room.send(chat(words), false))
          .getChat()
          .getMessage();
    }

    @Override
    public void welcomed(RoomClient room, WsWelcome welcome) {
      names.putAll(welcome.getPeerIdentitiesMap());
    }

    @Override
    public void joined(int alias, String address) {
      names.put(alias, address);
      heard.add(address + " joined");
    }

    @Override
    public void left(int alias) {
      heard.add(names.get(alias) + " left");
    }

    @Override
    public void update(PeerUpdate update) {
      try {
        Packet packet = update.packet();
        String text = packet.hasChat()
            ? packet.getChat().getMessage()
            : "at " + (int) packet.getPosition().getPositionX();
        heard.add(names.get(update.alias()) + " " + text);
      } catch (InvalidProtocolBufferException malformed) {
        heard.add(malformed.toString());
      }
    }
  }

  private static Packet chat(String text) {
    return Packet.newBuilder().setChat(Chat.newBuilder().setMessage(text)).build();
  }

  private static Packet at(float x) {
    return Packet.newBuilder()
        .setPosition(PlayerPosition.newBuilder().setPositionX(x))
        .build();
  }

  /** With a server that listens and may not speak. */
  private void start(int where) throws Exception {
    rig = GatewayRig.open(Map.of(
        "rules",
        RULES,
        "livekit",
        STAGE.server().settings(),
        "islands.prefix",
        "B" + ++tests + "I",
        "transports.minimum-stay",
        "0s",
        "islands.join-distance",
        "1000",
        "islands.leave-distance",
        "2000"));
    Area all = GatewayRig.area("-150,-150..150,150");
    game = ThirdParty.connect(
        rig.vertx(),
        rig.port(),
        rig.token(new Grant("game", all, GatewayRig.area(), Instant.now().plusSeconds(600))));
    game.next("welcome");
    game.subscribe("messageBus.island.*.peer.*.position");
    alice = new Walker("alice");
    bob = new Walker("bob");
    alice.walk(where);
    String kind = where == TOWN ? "ws-room:" : "livekit:";
    alice.sentTo(kind);
    bob.walk(where);
    bob.sentTo(kind);
  }

  /** The next position that the server hears of that peer; each is heard once, by the peer's own name. */
  private int positionOf(Walker walker) {
    JsonObject heard = game.await("message");
    while (!heard.getString("sender").equals(walker.address())) {
      heard = game.await("message");
    }
    return heard.getJsonObject("position").getInteger("x");
  }

  /** Whether the server has heard that of a peer among what it has not been asked for yet; some of it may have been said twice. */
  private boolean isHeard(Walker walker, int x) {
    while (!game.hasHeardAll()) {
      JsonObject heard = game.await("message");
      if (heard.getString("sender").equals(walker.address())
          && heard.getJsonObject("position", new JsonObject()).getInteger("x", 0) == x) {
        return true;
      }
    }
    return false;
  }

  private static void soon(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(Patience.TIME).until(condition);
  }

  @Test
  void who_went_to_livekit_is_heard_in_the_room_and_chat_from_there_in_livekit() throws Exception {
    start(TOWN);
    alice.enter();
    bob.enter();

    alice.walk(CASINO);
    bob.walk(CASINO);
    alice.sentTo("livekit:").join();
    alice.room.close();
    alice.sayThere(at(7).toByteArray(), () -> bob.heard.contains(alice.address() + " at 7"));
    bob.room.send(at(3), true);

    // a position would have come first, and moved who is nobody
    assertThat(alice.received(bob, "wait for me")).isEqualTo(bob.address() + ": wait for me");
    assertThat(positionOf(alice)).isEqualTo(7);
    assertThat(positionOf(bob)).isEqualTo(3);
    assertThat(bob.heard).doesNotContain(alice.address() + " left");

    bob.sentTo("livekit:").join();
    bob.sayThere(at(5).toByteArray(), () -> isHeard(bob, 5));
    STAGE
        .peers()
        .received(
            bob.name,
            alice.address(),
            () -> STAGE.peers().send(alice.name, chat("there you are").toByteArray(), true));
    alice.sayThere(at(9).toByteArray(), () -> isHeard(alice, 9));
    assertThat(bob.heard).doesNotContain(alice.address() + " there you are");
  }

  @Test
  void who_stayed_in_livekit_is_heard_in_the_room_and_keeps_its_alias() throws Exception {
    start(CASINO);
    alice.join();
    bob.join();
    bob.sayThere(at(1).toByteArray(), () -> !game.hasHeardAll());

    alice.walk(TOWN);
    bob.walk(TOWN);
    alice.sentTo("ws-room:").enter();
    bob.sentTo("ws-room:");
    STAGE.peers().leave(alice.name);
    bob.sayThere(at(2).toByteArray(), () -> alice.heard.contains(bob.address() + " at 2"));
    assertThat(bob.received(alice, "over here")).isEqualTo(alice.address() + ": over here");

    bob.enter();
    STAGE.peers().leave(bob.name);
    bob.room.send(chat("I am here"), false);

    soon(() -> alice.heard.contains(bob.address() + " I am here"));
    assertThat(alice.heard).doesNotContain(bob.address() + " left");
    assertThat(alice.heard.stream().filter(each -> each.endsWith("joined"))).hasSizeLessThan(2);
    alice.room.send(chat("good"), false);
    soon(() -> bob.heard.contains(alice.address() + " good"));
    assertThat(bob.heard.stream().filter(each -> each.endsWith(" good"))).hasSize(1);
  }
}
