package dev.atoll.livekit.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.livekit.LiveKitStage;
import dev.atoll.livekit.webrtc.WebRtc;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.ListenedMessage;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.UnheardMessage;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Participants of a real LiveKit, and servers, that mean harm. */
class HostilePeersTest {
  private static final String MALLORY = "0x1563915e194d8cfba1943570603f7606a3115508";
  private static final Vertx VERTX = Vertx.vertx();

  @RegisterExtension
  private static final LiveKitStage STAGE = new LiveKitStage();

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  /** Not LiveKit's poll, which may find a busy machine's LiveKit silent. */
  private final Logger sideCars = (Logger) LoggerFactory.getLogger(SideCars.class.getPackageName());

  private SideCarRig rig;

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  @BeforeEach
  void start() {
    rig = new SideCarRig(
        VERTX,
        STAGE.server().url(),
        WebRtc::load,
        Map.of("side-car.max-rooms", "3", "session.inbound-rate", "64KiB"));
    log.start();
    sideCars.addAppender(log);
  }

  @AfterEach
  void stop() {
    sideCars.detachAppender(log);
    rig.close();
  }

  private void enter(String name, String identity, String island) {
    STAGE
        .peers()
        .join(
            name,
            "livekit:" + STAGE.server().url() + "?access_token="
                + rig.site().tokens().join(identity, island));
    STAGE.peers().await(name + " joined " + island);
  }

  private void listen(String island) {
    rig.sendTo(island, true);
    rig.subscribe("messageBus.island." + island + ".>");
    rig.listened(ListenedMessage.newBuilder().addIslands(island));
    rig.awaitRooms(1);
  }

  private static byte[] chat(String text) {
    return Packet.newBuilder()
        .setChat(Chat.newBuilder().setMessage(text))
        .build()
        .toByteArray();
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    List.copyOf(log.list).stream()
        .filter(each -> each.getLevel().isGreaterOrEqual(Level.WARN))
        .forEach(each -> warnings.add(each.getFormattedMessage()));
    return warnings;
  }

  @Test
  void who_floods_is_heard_by_the_rate_and_takes_nobody_s_word() {
    enter("good", SideCarRig.PEER, "H1");
    enter("bad", MALLORY, "H1");
    listen("H1");
    long began = System.nanoTime();
    STAGE.peers().flood("bad", chat("me"), 5_000, 2);

    int words = 20;
    for (int i = 0; i < words; i++) {
      STAGE.peers().send("good", chat("word " + i), true);
    }

    await()
        .atMost(Patience.TIME)
        .until(() -> rig.heard.stream().filter(HostilePeersTest::isGood).count() == words);
    STAGE.peers().await("bad flooded");
    await().atMost(Patience.TIME).until(() -> rig.count("dropped") > 1_000);
    // the burst of four seconds, and what comes in meanwhile
    long seconds = 4 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + 1;
    assertThat(rig.heard.stream().filter(each -> !isGood(each)).count())
        .isBetween(400L, seconds * (64 << 10) / 512);
    assertThat(warnings()).hasSize(1).first().asString().contains("H1").contains(MALLORY);
  }

  private static boolean isGood(Message message) {
    return message.subject().name().contains(SideCarRig.PEER);
  }

  @Test
  void who_is_nobody_s_peer_is_not_heard() throws Exception {
    List<String> identities = List.of(
        "recorder", "0xAB", "0x" + "g".repeat(40), SideCarRig.OWN + "#twice", "messageBus.*.>");
    for (int i = 0; i < identities.size(); i++) {
      enter("odd" + i, identities.get(i), "H2");
    }
    enter("good", SideCarRig.PEER, "H2");
    listen("H2");

    for (int i = 0; i < identities.size(); i++) {
      STAGE.peers().send("odd" + i, chat("I am the server"), true);
      STAGE.peers().send("odd" + i, new byte[] {1, 2, 3}, true);
    }
    STAGE.peers().send("good", chat("hello"), true);

    Message first = rig.heard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(first).isNotNull();
    assertThat(first.payload().bytes()).isEqualTo(ByteString.copyFrom(chat("hello")));
    await().during(Duration.ofMillis(500)).until(rig.heard::isEmpty);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void thousands_of_islands_listened_to_by_one_cost_little() throws Exception {
    int islands = 5_000;
    ListenedMessage.Builder all = ListenedMessage.newBuilder();
    for (int i = 0; i < islands; i++) {
      rig.sendTo("H" + i, true);
      all.addIslands("H" + i).addWrittenIslands("H" + i);
    }
    long asked = System.nanoTime();

    rig.listened(all);
    for (int i = 0; i < islands; i++) {
      rig.say(
          "messageBus.island.H" + i + ".game",
          ByteString.copyFrom(chat("hello")),
          Map.of(Headers.SERVER, "s~g"));
    }

    Duration took = Duration.ofNanos(System.nanoTime() - asked);
    // minutes, if each cost as much as all of them
    assertThat(took).isLessThan(Patience.TIME);
    UnheardMessage told = rig.unheard.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(told).isNotNull();
    assertThat(told.getPlacesCount()).isEqualTo(1_000);
    assertThat(told.getSerializedSize()).isLessThan(1 << 19);
    assertThat(rig.rooms()).isLessThanOrEqualTo(3);
    // three islands at a time have a side-car, and others when those were found to be empty
    long heard = 3 * (2 + took.dividedBy(SideCarRig.LINGER));
    assertThat(rig.count("dropped")).isBetween((double) islands - heard, (double) islands);
  }

  @Test
  void islands_of_names_that_are_none_are_nobody_s() {
    for (String odd : List.of("", "a.b", "*", ">", "a b", "x".repeat(300), "\u00e4")) {
      rig.sendTo(odd, true);
    }
    rig.subscribe("messageBus.island.*.peer.*.chat");
    enter("good", SideCarRig.PEER, "H3");

    rig.sendTo("H3", true);

    rig.awaitRooms(1);
    assertThat(warnings()).isEmpty();
  }
}
