package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.JoinIslandMessage;
import dev.atoll.protocol.message.LegacyIslandChangedMessage;
import dev.atoll.protocol.message.LegacyPosition;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.WorldCommand;
import dev.atoll.rpc.RpcClient.Stream;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnIslandsTest {
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));
  private static Vertx vertx;
  private static Overheard realm;

  private final Identity alice = Identity.random(TOMORROW);
  private final Identity bob = Identity.random(TOMORROW);

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    realm = Overheard.start(vertx);
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void a_peer_is_told_its_islands_and_who_is_in_them() throws Exception {
    BffClient client = realm.login(alice);
    Stream islands = client.system(alice.address() + ".island_changed");

    client.publish("heartbeat", position(1, 2).toByteString());

    var element = BffClient.systemElement(islands.next());
    LegacyIslandChangedMessage change = LegacyIslandChangedMessage.parseFrom(element.getPayload());
    assertThat(element.getTopic()).isEqualTo(alice.address() + ".island_changed");
    assertThat(change.getConnStr()).startsWith("ws-room:ws://127.0.0.1:");
    assertThat(change.getPeersOrThrow(alice.address()).getX()).isEqualTo(1.0);

    Stream joins = client.system("island." + change.getIslandId() + ".peer_join");
    DoorClient other = DoorClient.connect(vertx, realm.node().httpPort()).login(bob);
    other.heartbeat(1, 2);
    JoinIslandMessage join =
        JoinIslandMessage.parseFrom(BffClient.systemElement(joins.next()).getPayload());
    assertThat(join.getPeerId()).isEqualTo(bob.address());

    Stream leaves = client.system("island." + change.getIslandId() + ".peer_left");
    other.leave();
    assertThat(BffClient.systemElement(leaves.next()).getPayload().toStringUtf8())
        .contains(bob.address());
  }

  @Test
  void the_comms_director_sends_a_peer_to_its_island() throws Exception {
    BffClient client = realm.login(alice);
    Stream commands =
        client.stream("CommsDirectorService.GetCommsCommands", Empty.getDefaultInstance());

    client.call(
        "CommsDirectorService.SendHeartbeat",
        position(0, 0).toBuilder().setDesiredRoom("I1").build());

    WorldCommand command = WorldCommand.parseFrom(commands.next());
    assertThat(command.getSetCommsAdapter().getConnectionString()).startsWith("ws-room:");
  }

  @Test
  void positions_of_island_changes_are_written_as_the_settings_say() throws Exception {
    AtollNode modern = TestNode.start(vertx, Map.of("bff.legacy-positions", "float"));
    IslandChangedMessage change = IslandChangedMessage.newBuilder()
        .setIslandId("I1")
        .setConnStr("p2p:I1:" + alice.address())
        .putPeers(alice.address(), Position.newBuilder().setX(1.5f).setZ(-2.25f).build())
        .build();
    LegacyIslandChangedMessage doubles = LegacyIslandChangedMessage.newBuilder()
        .setIslandId("I1")
        .setConnStr("p2p:I1:" + alice.address())
        .putPeers(
            alice.address(),
            LegacyPosition.newBuilder().setX(1.5).setY(0).setZ(-2.25).build())
        .build();

    assertThat(toldOf(realm.node(), change)).isEqualTo(doubles.toByteString());
    assertThat(toldOf(modern, change)).isEqualTo(change.toByteString());
  }

  private ByteString toldOf(AtollNode at, IslandChangedMessage change) {
    Stream islands = BffClient.login(vertx, at, alice).system(alice.address() + ".island_changed");
    at.bus().publish(new Message(Subjects.islandChanged(alice.address()), Payload.of(change)));
    return BffClient.systemElement(islands.next()).getPayload();
  }

  @Test
  void island_changes_of_a_replaced_login_are_not_told() {
    Stream islands = realm.login(alice).system(alice.address() + ".island_changed");
    IslandChangedMessage change =
        IslandChangedMessage.newBuilder().setIslandId("I1").build();
    Headers older = new Headers(Map.of(Headers.LOGIN, "another"));

    Subject subject = Subjects.islandChanged(alice.address());
    realm.node().bus().publish(new Message(subject, Payload.of(change), older));
    realm
        .node()
        .bus()
        .publish(
            new Message(subject, Payload.of(change.toBuilder().setIslandId("I2").build())));

    assertThat(islands.next().toStringUtf8()).contains("I2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"heartbeat", "hearbeat"})
  void a_heartbeat_is_taken_with_doubles_too_and_in_both_spellings(String topic) {
    BffClient client = realm.login(alice);
    ByteString doubles =
        ByteString.fromHex("0a1b09000000000000f83f1100000000000000001900000000000002c0");

    client.publish(topic, doubles);

    assertThat(realm.on("client-proto.peer." + alice.address() + ".heartbeat"))
        .singleElement()
        .satisfies(message -> {
          Heartbeat heartbeat = message.payload().as(Heartbeat.class, Heartbeat.parser());
          assertThat(heartbeat.getPosition().getX()).isEqualTo(1.5f);
          assertThat(heartbeat.getPosition().getZ()).isEqualTo(-2.25f);
          assertThat(message.headers().get(Headers.ORIGIN)).isPresent();
          assertThat(message.headers().get(Headers.LOGIN)).isPresent();
        });
  }

  @Test
  void heartbeats_that_cannot_count_are_dropped() {
    BffClient client = realm.login(alice);

    client.publish("heartbeat", position(Float.NaN, 0).toByteString());
    client.publish("heartbeat", ByteString.EMPTY);
    assertThat(
            client.tryPublish("heartbeat", ByteString.copyFrom(new byte[] {1})).error())
        .isEqualTo("cannot decode the request");
    for (int i = 0; i < 100; i++) {
      client.request("CommsDirectorService.SendHeartbeat", position(i, 0));
    }
    client.call("CommsDirectorService.SendHeartbeat", position(0, 0)).payload();

    assertThat(realm.on("client-proto.peer." + alice.address() + ".heartbeat"))
        .hasSizeBetween(1, 99);
  }

  private static Heartbeat position(float x, float z) {
    return Heartbeat.newBuilder()
        .setPosition(Position.newBuilder().setX(x).setZ(z))
        .build();
  }
}
