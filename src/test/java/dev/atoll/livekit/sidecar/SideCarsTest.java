package dev.atoll.livekit.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.livekit.LiveKitServer;
import dev.atoll.livekit.LiveKitStage;
import dev.atoll.livekit.webrtc.WebRtc;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.ListenedMessage;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.Scene;
import dev.atoll.protocol.message.UnheardMessage;
import dev.atoll.transport.SignedRooms;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When side-cars come and go, in a real LiveKit with real clients. */
class SideCarsTest {
  private static final String OWN = SideCarRig.OWN;
  private static final String PEER = SideCarRig.PEER;
  private static final Vertx VERTX = Vertx.vertx();

  @RegisterExtension
  private static final LiveKitStage STAGE = new LiveKitStage();

  private static int tests;

  /** One a test, and its explorer too. */
  private final String island = "S" + ++tests;

  private SideCarRig rig;

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  @BeforeEach
  void start() {
    rig = new SideCarRig(VERTX, STAGE.server().url(), WebRtc::load, Map.of());
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void enter() {
    STAGE.peers().join(island, rig.sendTo(island, true));
    STAGE.peers().await(island + " joined " + island);
  }

  private static ListenedMessage.Builder nothing() {
    return ListenedMessage.newBuilder();
  }

  private static ByteString chat(String text) {
    return Packet.newBuilder()
        .setChat(Chat.newBuilder().setMessage(text))
        .build()
        .toByteString();
  }

  private static ByteString scene(String id, String text) {
    return Packet.newBuilder()
        .setScene(Scene.newBuilder().setSceneId(id).setData(ByteString.copyFromUtf8(text)))
        .build()
        .toByteString();
  }

  private Message next() throws InterruptedException {
    Message next = rig.heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  void nobody_goes_where_nobody_listens() {
    enter();

    await().during(Duration.ofSeconds(1)).until(() -> rig.rooms() == 0);
  }

  @Test
  void a_listener_who_may_not_speak_makes_nobody_visible_until_one_may() throws Exception {
    enter();
    rig.subscribe("messageBus.island." + island + ".>");
    rig.listened(nothing().addIslands(island));
    rig.awaitRooms(1);

    STAGE.peers().send(island, chat("one").toByteArray(), true);
    assertThat(next().subject().name())
        .isEqualTo("messageBus.island." + island + ".peer." + PEER + ".chat");
    STAGE
        .peers()
        .join(
            island + "b",
            "livekit:" + STAGE.server().url() + "?access_token="
                + rig.site().tokens().join("0x1563915e194d8cfba1943570603f7606a3115508", island));
    // had the side-car been visible, it would have been seen first
    assertThat(STAGE.peers().await(island + "b joined", island + "b sees").get(1))
        .endsWith(PEER);

    rig.listened(nothing().addIslands(island).addWrittenIslands(island));

    STAGE.peers().await(island + " sees " + OWN);
    rig.listened(nothing().addIslands(island));
    STAGE.peers().await(island + " misses " + OWN);
    rig.awaitRooms(1);
  }

  @Test
  void it_loses_nothing_when_it_is_shown() {
    int words = 600;
    enter();
    rig.subscribe("messageBus.island." + island + ".>");
    rig.listened(nothing().addIslands(island));
    rig.awaitRooms(1);
    STAGE.peers().flood(island, chat("and on").toByteArray(), words / 3, 3);
    await().until(() -> rig.heard.size() > words / 3);

    rig.listened(nothing().addIslands(island).addWrittenIslands(island));

    STAGE.peers().await(island + " sees " + OWN, island + " flooded");
    await().until(() -> rig.heard.size() == words);
    rig.say("messageBus.island." + island + ".game", chat("hello"), Map.of(Headers.SERVER, "s~g"));
    STAGE.peers().await(island + " received " + OWN);
  }

  @Test
  void it_leaves_after_the_last_listener() {
    enter();
    rig.listened(nothing().addIslands(island).addWrittenIslands(island));
    STAGE.peers().await(island + " sees " + OWN);
    long asked = System.nanoTime();

    rig.listened(nothing().addWrittenIslands(island));

    STAGE.peers().await(island + " misses " + OWN);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(SideCarRig.LINGER);
    rig.awaitRooms(0);
  }

  @Test
  void it_leaves_after_the_last_peer_and_comes_back_with_the_next() throws Exception {
    enter();
    rig.subscribe("messageBus.island." + island + ".>");
    rig.listened(nothing().addIslands(island));
    rig.awaitRooms(1);

    STAGE.peers().leave(island);
    rig.awaitRooms(0);
    await().during(Duration.ofSeconds(1)).until(() -> rig.rooms() == 0);

    enter();
    rig.awaitRooms(1);
    STAGE.peers().send(island, chat("again").toByteArray(), true);
    assertThat(next().payload().bytes()).isEqualTo(chat("again"));
    assertThat(rig.count("rejoins")).isZero();
  }

  @Test
  void it_leaves_when_the_island_moves_elsewhere() {
    enter();
    rig.listened(nothing().addIslands(island));
    rig.awaitRooms(1);

    rig.sendTo(island, false);

    rig.awaitRooms(0);
  }

  @Test
  void it_is_neither_counted_nor_removed() {
    enter();
    rig.listened(nothing().addIslands(island).addWrittenIslands(island));
    STAGE.peers().await(island + " sees " + OWN);

    // as long as it takes to ask LiveKit who is there, twice
    await()
        .during(Duration.ofSeconds(9))
        .atMost(Patience.TIME)
        .until(() -> rig.peers(island) <= 1 && rig.rooms() == 1);
    assertThat(rig.peers(island)).isEqualTo(1);
  }

  @Test
  void after_another_of_its_identity_it_waits_before_it_comes_back() {
    enter();
    rig.listened(nothing().addIslands(island));
    rig.awaitRooms(1);
    WebSocketClient client = VERTX.createWebSocketClient();
    Stay stay = new Stay();
    long before = System.nanoTime();
    Participant other = rig.get(() -> Participant.join(
        new Participant.Surroundings(VERTX, client, WebRtc.load()),
        new Participant.Entry(
            STAGE.server().url(), rig.site().tokens().sideCar(OWN, island, true), true, OWN),
        stay));
    stay.await("ready");
    rig.awaitRooms(0);

    stay.await("ended DUPLICATE");

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(SideCarRig.DUPLICATE);
    assertThat(other).isNotNull();
    rig.awaitRooms(1);
    assertThat(rig.count("rejoins")).isEqualTo(1);
  }

  @Test
  void it_comes_back_to_a_livekit_that_was_killed_and_listeners_are_told_meanwhile()
      throws Exception {
    try (LiveKitServer mortal = LiveKitServer.start();
        SideCarRig other = new SideCarRig(VERTX, mortal.url(), WebRtc::load, Map.of())) {
      STAGE.peers().join(island, other.sendTo(island, true));
      STAGE.peers().await(island + " joined");
      other.listened(nothing().addIslands(island));
      other.awaitRooms(1);

      mortal.kill();

      other.awaitRooms(0);
      UnheardMessage.Place told = told(other, 1).getPlaces(0);
      assertThat(told.getIsland()).isEqualTo(island);
      assertThat(told.getName()).isEqualTo("side_car_cut_off");
      mortal.run();
      other.awaitRooms(1);
      told(other, 0);
    }
  }

  private static UnheardMessage told(SideCarRig rig, int places) throws InterruptedException {
    UnheardMessage next = rig.unheard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    while (next != null && next.getPlacesCount() != places) {
      next = rig.unheard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    }
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  void there_are_no_more_than_the_owner_allows() throws Exception {
    try (SideCarRig small = new SideCarRig(
        VERTX, STAGE.server().url(), WebRtc::load, Map.of("side-car.max-rooms", "1"))) {
      small.sendTo(island + "x", true);
      small.sendTo(island + "y", true);

      small.listened(nothing().addIslands(island + "x").addIslands(island + "y"));

      small.awaitRooms(1);
      assertThat(told(small, 1).getPlaces(0).getName()).isEqualTo("side_car_full");
    }
  }

  @Test
  void rooms_that_all_have_left_take_no_place_of_others() {
    try (SideCarRig small = new SideCarRig(
        VERTX, STAGE.server().url(), WebRtc::load, Map.of("side-car.max-rooms", "1"))) {
      small.subscribe("messageBus.island.*.peer.*.chat");
      STAGE.peers().join(island + "x", small.sendTo(island + "x", true));
      small.awaitRooms(1);
      STAGE.peers().leave(island + "x");
      small.awaitRooms(0);

      STAGE.peers().join(island + "y", small.sendTo(island + "y", true));
      STAGE.peers().await(island + "y joined");

      Message heard = await()
          .atMost(Patience.TIME)
          .until(
              () -> {
                STAGE.peers().send(island + "y", chat("here").toByteArray(), true);
                return small.heard.poll(500, TimeUnit.MILLISECONDS);
              },
              Objects::nonNull);
      assertThat(heard.subject().name()).startsWith("messageBus.island." + island + "y.");
    }
  }

  @Test
  void without_the_library_listeners_are_told_so() throws Exception {
    try (SideCarRig bare = new SideCarRig(
        VERTX,
        STAGE.server().url(),
        () -> {
          throw new UnsatisfiedLinkError("libpulse.so.0");
        },
        Map.of())) {
      bare.sendTo(island, true);

      bare.listened(nothing().addIslands(island));

      UnheardMessage.Place told = told(bare, 1).getPlaces(0);
      assertThat(told.getName()).isEqualTo("side_car_broken");
      assertThat(told.getText()).contains("libpulse.so.0");
    }
  }

  @Test
  void whoever_asks_the_bus_is_a_listener_too() throws Exception {
    enter();
    Bus.Subscription asked = rig.subscribe("messageBus.island.*.peer.*.chat");
    rig.awaitRooms(1);

    STAGE.peers().send(island, chat("hello").toByteArray(), true);

    assertThat(next().payload().bytes()).isEqualTo(chat("hello"));
    asked.cancel();
    rig.awaitRooms(0);
  }

  @Test
  void a_scene_s_own_room_is_heard_and_spoken_into() throws Exception {
    String room = SignedRooms.scene("atoll", island + ".dcl.eth");
    String encoded = island + "%2Edcl%2Eeth";
    STAGE
        .peers()
        .join(
            island,
            "livekit:" + STAGE.server().url() + "?access_token="
                + rig.site().tokens().join(PEER, room));
    STAGE.peers().await(island + " joined");
    rig.subscribe("messageBus.scene." + encoded + ".message");

    rig.listened(nothing().addScenes(island + ".dcl.eth").addWrittenScenes(island + ".dcl.eth"));

    STAGE.peers().await(island + " sees " + OWN);
    STAGE.peers().send(island, scene(island + ".dcl.eth", "open").toByteArray(), true);
    Message heard = next();
    assertThat(heard.headers().get(Headers.SENDER)).contains(PEER);
    assertThat(heard.payload().bytes().toStringUtf8()).isEqualTo("open");
    rig.say(
        "messageBus.scene." + encoded + ".door",
        ByteString.copyFromUtf8("opened"),
        Map.of(Headers.SERVER, "s~g"));
    assertThat(STAGE.peers().received(island, OWN).toByteString())
        .isEqualTo(scene(island + ".dcl.eth", "opened"));
  }

  @Test
  void servers_elsewhere_are_gone_when_it_is_said_so() {
    enter();
    rig.say("messageBus.island." + island + ".game", chat("hello"), Map.of(Headers.SERVER, "s~g"));
    STAGE.peers().await(island + " sees " + OWN, island + " received " + OWN);

    rig.publish(new Message(Subjects.serverLeft("s~g"), Payload.EMPTY));

    STAGE.peers().await(island + " misses " + OWN);
  }

  @Test
  void what_is_no_packet_or_by_nobody_is_not_said() {
    enter();
    rig.say("messageBus.island." + island + ".game", chat("by nobody"), Map.of());
    rig.say(
        "messageBus.island." + island + ".game",
        ByteString.copyFromUtf8("no packet"),
        Map.of(Headers.SERVER, "s~g"));
    rig.say("messageBus.island." + island + ".game", chat("good"), Map.of(Headers.VIA, "nats"));

    assertThat(STAGE.peers().received(island, OWN).toByteString()).isEqualTo(chat("good"));
    assertThat(rig.count("sent")).isEqualTo(1);
  }
}
