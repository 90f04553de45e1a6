package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.Positions;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.JoinIslandMessage;
import dev.atoll.protocol.message.LegacyIslandStatusMessage;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.ServiceDiscoveryMessage;
import dev.atoll.protocol.message.ServiceStatus;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What crosses and how it is spelled, against a real server. */
class NatsBridgeTest {
  private static final String A = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  private static final String B = "0x" + "b".repeat(40);
  private static final String MARKER = "0x" + "f".repeat(40);
  private static final String FLOATS = "0a0a0d0000c03f1d000010c0";
  private static final String DOUBLES =
      "0a1b09000000000000f83f1100000000000000001900000000000002c0";
  private static final String CHANGED_DOUBLES =
      "0a02493112317032703a49313a3078313965376533373665376332313362376537653765343663633730613564643038366461666632"
          + "6122490a2a307831396537653337366537633231336237653765376534366363373061356464303836646166663261121b"
          + "09000000000000f83f1100000000000000001900000000000002c0";
  private static final Position AT =
      Position.newBuilder().setX(1.5f).setZ(-2.25f).build();

  private static NatsServer server;
  private ForeignService foreign;

  @BeforeAll
  static void start() {
    server = NatsServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void connect() {
    foreign = new ForeignService(server);
  }

  @AfterEach
  void disconnect() {
    foreign.close();
  }

  @Test
  void a_peer_of_ours_is_told_in_all_dialects() {
    try (BridgeRig rig = new BridgeRig(server).started()) {
      rig.connect(A);
      rig.heartbeat(A, 1.5f, -2.25f);
      rig.disconnect(A);

      assertThat(foreign.await("peer." + A + ".disconnect").getData()).isEmpty();
      assertThat(foreign.heard("peer." + A + ".connect")).hasSize(1);
      assertThat(foreign.awaitHex("client-proto.peer." + A + ".heartbeat")).isEqualTo(FLOATS);
      assertThat(foreign.awaitHex("peer." + A + ".heartbeat")).isEqualTo(FLOATS);
      assertThat(foreign.subjects()).hasSize(4);
      awaitMarker(rig);
      assertThat(cameBeforeMarker(rig)).isEmpty();
    }
  }

  @Test
  void an_island_change_is_told_with_doubles_where_2022_reads_it() {
    try (BridgeRig rig = new BridgeRig(server).started()) {
      rig.publish(Subjects.islandChanged(A), Payload.of(change().toByteString()));

      assertThat(foreign.awaitHex("engine.peer." + A + ".island_changed"))
          .isEqualTo(hex(change().toByteString()));
      assertThat(foreign.awaitHex("client-proto." + A + ".island_changed"))
          .isEqualTo(CHANGED_DOUBLES);
      assertThat(foreign.awaitHex("client-proto.peer." + A + ".island_changed"))
          .isEqualTo(CHANGED_DOUBLES);
    }
  }

  @Test
  void an_island_change_is_told_with_floats_where_the_owner_says_so() {
    try (BridgeRig rig = new BridgeRig(server, "nats.legacy-positions", "float").started()) {
      rig.publish(Subjects.islandChanged(A), Payload.of(change()));

      String floats = hex(change().toByteString());
      assertThat(foreign.awaitHex("client-proto." + A + ".island_changed")).isEqualTo(floats);
      assertThat(foreign.awaitHex("client-proto.peer." + A + ".island_changed")).isEqualTo(floats);
    }
  }

  @Test
  void reports_are_told_as_both_kinds_of_statistics_read_them() throws Exception {
    IslandStatusMessage islands = IslandStatusMessage.newBuilder()
        .addData(IslandData.newBuilder().setId("I1").addPeers(A).setCenter(AT))
        .build();
    ServiceStatus status = ServiceStatus.newBuilder()
        .setCurrentTime(7)
        .setCommitHash("abc")
        .setUserCount(3)
        .build();
    try (BridgeRig rig = new BridgeRig(server).started()) {
      rig.publish(Subjects.ISLANDS, Payload.of(islands));
      rig.publish(
          Subjects.DISCOVERY,
          Payload.of(ServiceDiscoveryMessage.newBuilder()
              .setServerName("archipelago")
              .setStatus(status)
              .build()));

      assertThat(IslandStatusMessage.parseFrom(foreign.await("engine.islands").getData()))
          .isEqualTo(islands);
      assertThat(LegacyIslandStatusMessage.parseFrom(
              foreign.await("archipelago.islands").getData()))
          .isEqualTo(Positions.legacy(islands));
      assertThat(ServiceDiscoveryMessage.parseFrom(
                  foreign.await("engine.discovery").getData())
              .getStatus())
          .isEqualTo(status);
      assertThat(new JsonObject(text(foreign.await("service.discovery"))))
          .isEqualTo(
              new JsonObject(
                  "{\"serverName\":\"archipelago\",\"status\":{\"currentTime\":7,\"commitHash\":\"abc\",\"userCount\":3}}"));
    }
  }

  @Test
  void only_the_dialects_that_are_asked_for_are_spoken() {
    try (BridgeRig rig = new BridgeRig(server, "nats.dialects", "2023").started()) {
      rig.heartbeat(A, 1.5f, -2.25f);
      rig.publish(Subjects.topic(A, "hello"), bytes("x"));
      rig.publish(Subjects.islandChanged(A), Payload.of(change()));

      foreign.await("engine.peer." + A + ".island_changed");
      assertThat(foreign.subjects())
          .containsExactly("peer." + A + ".heartbeat", "engine.peer." + A + ".island_changed");
    }
  }

  @Test
  void a_clients_topic_is_told_twice_and_heard_once() {
    try (BridgeRig rig = new BridgeRig(server).started();
        BridgeRig silent = new BridgeRig(server).started()) {
      rig.subscribe("client-proto.peer.*.hello");
      rig.publish(Subjects.topic(A, "hello"), bytes("out"));

      assertThat(text(foreign.await("client.peer." + A + ".hello"))).isEqualTo("out");
      assertThat(text(foreign.await("client-proto.peer." + A + ".hello"))).isEqualTo("out");

      foreign.say("client-proto.peer." + B + ".hello", utf8("in"));
      foreign.say("client.peer." + B + ".hello", utf8("in"));
      foreign.say("client.peer." + B + ".hello", utf8("again"));

      Awaiting.soon().until(() -> rig.came.size() == 2);
      assertThat(rig.cameSubjects()).containsOnly("client-proto.peer." + B + ".hello");
      assertThat(rig.came).extracting(NatsBridgeTest::said).containsExactly("in", "again");
      assertThat(foreign.heard("client-proto.peer." + B + ".hello")).hasSize(1);
      awaitMarker(silent);
      assertThat(cameBeforeMarker(silent)).isEmpty();
    }
  }

  @Test
  void subscriptions_that_overlap_hear_a_message_once() {
    try (BridgeRig rig = new BridgeRig(server).started()) {
      rig.subscribe("client-proto.peer.*.hello");
      rig.subscribe("client-proto.peer.*.>");
      rig.subscribe("client-proto.peer." + B + ".hello");

      foreign.say("client-proto.peer." + B + ".hello", utf8("one"));
      foreign.say("client-proto.peer." + B + ".heartbeat", HexFormat.of().parseHex(FLOATS));
      foreign.say("client-proto.peer." + B + ".other", utf8("last"));

      Awaiting.soon().until(() -> rig.came.size() >= 3);
      assertThat(rig.cameSubjects())
          .containsExactlyInAnyOrder(
              "client-proto.peer." + B + ".hello",
              "client-proto.peer." + B + ".heartbeat",
              "client-proto.peer." + B + ".other");
    }
  }

  @Test
  void a_topic_that_nobody_asks_for_any_more_is_not_heard() {
    try (BridgeRig rig = new BridgeRig(server).started()) {
      rig.subscribe("client-proto.peer.*.hello").cancel();
      rig.subscribe("client-proto.peer.*.other");

      foreign.say("client-proto.peer." + B + ".hello", utf8("x"));
      foreign.say("client-proto.peer." + B + ".other", utf8("y"));

      Awaiting.soon().until(() -> !rig.came.isEmpty());
      assertThat(rig.cameSubjects()).containsExactly("client-proto.peer." + B + ".other");
    }
  }

  @Test
  void what_transports_of_this_node_tell_each_other_stays_here() {
    try (BridgeRig rig = new BridgeRig(server, "rooms.secret", "a secret of sixteen").started()) {
      rig.subscribe("transport.bridge.casino");

      rig.publish(Subjects.bridge("casino"), Payload.of(BridgeMessage.getDefaultInstance()));
      rig.publish(Subjects.bridge("elsewhere"), Payload.of(BridgeMessage.getDefaultInstance()));

      foreign.await("transport.bridge.elsewhere");
      assertThat(foreign.heard("transport.bridge.casino")).isEmpty();
    }
  }

  @Test
  void scene_messages_cross_both_ways_and_name_their_sender() {
    try (BridgeRig rig = new BridgeRig(server).started();
        BridgeRig other = new BridgeRig(server).started()) {
      rig.subscribe("messageBus.scene.*.>");
      other.subscribe("messageBus.scene.*.>");

      rig.publish(
          Subject.of("messageBus.scene.s1.door"),
          bytes("open"),
          new Headers(Map.of(Headers.SENDER, A)));
      foreign.await("messageBus.scene.s1.door");
      foreign.say("messageBus.scene.s1.door", utf8("close"));

      Awaiting.soon().until(() -> other.came.size() == 2 && rig.came.size() == 1);
      assertThat(foreign.await("messageBus.scene.s1.door").getHeaders().getFirst("Atoll-Sender"))
          .isEqualTo(A);
      assertThat(other.came.get(0).headers().get(Headers.SENDER)).contains(A);
      assertThat(said(rig.came.get(0))).isEqualTo("close");
      assertThat(rig.came.get(0).headers().get(Headers.SENDER)).isEmpty();
    }
  }

  @Test
  void a_foreign_peer_is_heard_in_every_dialect_once() throws Exception {
    try (BridgeRig rig = new BridgeRig(server).started()) {
      foreign.sayHex("client-proto.peer." + B + ".heartbeat", DOUBLES);
      foreign.sayHex("peer." + B + ".heartbeat", FLOATS);
      foreign.sayHex("client-proto.peer." + B + ".hearbeat", FLOATS);
      foreign.say("peer." + B + ".disconnect");

      Awaiting.soon().until(() -> rig.cameSubjects().contains("peer." + B + ".disconnect"));
      assertThat(rig.cameSubjects())
          .containsExactly("client-proto.peer." + B + ".heartbeat", "peer." + B + ".disconnect");
      assertThat(
              rig.came.get(0).payload().as(Heartbeat.class, Heartbeat.parser()).getPosition())
          .isEqualTo(AT);
      assertThat(rig.came.get(0).headers().get(Headers.VIA)).contains(Headers.NATS);
    }
  }

  @Test
  void two_atolls_hear_each_other_once_and_never_themselves() {
    try (BridgeRig one = new BridgeRig(server).started();
        BridgeRig two = new BridgeRig(server).started()) {
      one.connect(A);
      one.heartbeat(A, 1, 1);
      one.heartbeat(A, 1, 1);
      one.disconnect(A);

      Awaiting.soon().until(() -> two.cameSubjects().contains("peer." + A + ".disconnect"));
      assertThat(two.cameSubjects())
          .containsExactly(
              "peer." + A + ".connect",
              "client-proto.peer." + A + ".heartbeat",
              "client-proto.peer." + A + ".heartbeat",
              "peer." + A + ".disconnect");
      awaitMarker(one);
      assertThat(cameBeforeMarker(one)).isEmpty();
      assertThat(foreign.heard("peer." + A + ".connect")).hasSize(1);
    }
  }

  @Test
  void the_core_of_another_atoll_is_heard_where_it_is_trusted() {
    try (BridgeRig core = new BridgeRig(server).started();
        BridgeRig door = new BridgeRig(server, "node.run", "handshake,statistics,nats").started()) {
      door.connect(A);
      core.publish(Subjects.islandChanged(A), Payload.of(change()));
      core.publish(Subjects.islandChanged(B), Payload.of(change()));
      core.publish(
          Subjects.peerJoin("I1"),
          Payload.of(
              JoinIslandMessage.newBuilder().setIslandId("I1").setPeerId(A).build()));
      core.publish(Subjects.ISLANDS, Payload.of(IslandStatusMessage.getDefaultInstance()));
      core.publish(
          Subjects.DISCOVERY,
          Payload.of(
              ServiceDiscoveryMessage.newBuilder().setServerName("archipelago").build()));

      Awaiting.soon().until(() -> door.cameSubjects().contains("realm.discovery"));
      assertThat(door.cameSubjects())
          .containsExactly(
              "client-proto.peer." + A + ".island_changed",
              "client-proto.island.I1.peer_join",
              "realm.islands",
              "realm.discovery");
    }
  }

  @Test
  void messages_of_an_islands_room_are_told_where_their_kind_is_asked_for() {
    try (BridgeRig rig = new BridgeRig(server, "nats.island-messages", "chat").started()) {
      rig.publish(Subject.of("messageBus.island.I1.peer." + A + ".position"), bytes("there"));
      rig.publish(Subject.of("messageBus.island.I1.peer." + A + ".chat"), bytes("hello"));

      assertThat(text(foreign.await("messageBus.island.I1.peer." + A + ".chat")))
          .isEqualTo("hello");
      assertThat(foreign.subjects()).hasSize(1);
    }
  }

  /** What went to NATS before has come back by then, if it ever does: it is one connection and one inbox. */
  private void awaitMarker(BridgeRig rig) {
    // what the rig itself sent is with the server when a subscription that follows it is in force
    rig.subscribe("client-proto.peer.*.marker");
    foreign.say("peer." + MARKER + ".disconnect");
    Awaiting.soon().until(() -> rig.cameSubjects().contains("peer." + MARKER + ".disconnect"));
  }

  private static List<String> cameBeforeMarker(BridgeRig rig) {
    return rig.cameSubjects().stream()
        .takeWhile(subject -> !subject.contains(MARKER))
        .toList();
  }

  private static IslandChangedMessage change() {
    return IslandChangedMessage.newBuilder()
        .setIslandId("I1")
        .setConnStr("p2p:I1:" + A)
        .putPeers(A, AT)
        .build();
  }

  private static Payload bytes(String text) {
    return Payload.of(ByteString.copyFromUtf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(io.nats.client.Message message) {
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  private static String said(Message message) {
    return message.payload().bytes().toStringUtf8();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
