package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Interest;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
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
import dev.atoll.protocol.message.TopicSubscription;
import dev.atoll.protocol.message.WorldCommand;
import dev.atoll.rpc.RpcClient.Stream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));
  private static final String CID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
  private static final List<Message> ALL = new CopyOnWriteArrayList<>();
  private static Vertx vertx;
  private static AtollNode node;

  private final Identity alice = Identity.random(TOMORROW);
  private final Identity bob = Identity.random(TOMORROW);

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    node = TestNode.start(vertx, Map.of());
    vertx.runOnContext(now -> node.bus().subscribe(Pattern.of(">"), ALL::add));
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static BffClient login(Identity identity) {
    return BffClient.login(vertx, node, identity);
  }

  private static List<Message> on(String subject) {
    return ALL.stream().filter(each -> each.subject().name().equals(subject)).toList();
  }

  private static void publish(String subject, String text) {
    node.bus().publish(new Message(Subject.of(subject), Payload.of(ByteString.copyFromUtf8(text))));
  }

  @Test
  void what_a_peer_publishes_all_subscribers_hear_itself_too() {
    BffClient publisher = login(alice);
    BffClient other = login(bob);
    Stream own = publisher.peers("plaza.chat");
    Stream others = other.peers("plaza.chat");

    publisher.publish("plaza.chat", "hi");

    String said = alice.address() + " plaza.chat hi";
    assertThat(BffClient.said(own.next())).isEqualTo(said);
    assertThat(BffClient.said(others.next())).isEqualTo(said);
    assertThat(on("client-proto.peer." + alice.address() + ".plaza.chat"))
        .singleElement()
        .satisfies(message -> assertThat(message.headers()).isEqualTo(Headers.NONE));
  }

  @Test
  void a_subscription_by_id_is_read_once_and_ends_when_asked() {
    BffClient client = login(alice);
    TopicSubscription subscription = client.subscribe("Peer", "t");
    client.publish("t", "before it is read");

    Stream stream = client.read("Peer", subscription);

    assertThat(BffClient.said(stream.next())).endsWith("before it is read");
    assertThat(client.call("CommsService.GetPeerMessages", subscription).error())
        .isEqualTo("this subscription is being read");
    assertThat(client.unsubscribe("System", subscription)).isTrue();
    client.publish("t", "still there");
    assertThat(BffClient.said(stream.next())).endsWith("still there");
    assertThat(client.unsubscribe("Peer", subscription)).isTrue();
    stream.ends();
    assertThat(client.unsubscribe("Peer", subscription)).isTrue();
  }

  @Test
  void an_unknown_subscription_is_ended_well_and_nothing_to_read() {
    BffClient client = login(alice);
    TopicSubscription unknown =
        TopicSubscription.newBuilder().setSubscriptionId(77).build();

    assertThat(client.unsubscribe("Peer", unknown)).isTrue();
    assertThat(client.unsubscribe("System", unknown)).isTrue();
    client.read("Peer", unknown).ends();
    client.read("System", unknown).ends();
  }

  @Test
  void closing_the_stream_drops_the_subscription_at_once() {
    BffClient client = login(alice);
    TopicSubscription subscription = client.subscribe("Peer", "t");
    Stream stream = client.read("Peer", subscription);
    Stream direct = client.peers("t");

    stream.close();
    direct.close();

    client.read("Peer", subscription).ends();
    client.publish("t", "nobody there");
    assertThat(stream.heardNothing()).isTrue();
    assertThat(direct.heardNothing()).isTrue();
  }

  @Test
  void a_peer_has_64_subscriptions() {
    BffClient client = login(alice);
    TopicSubscription first = client.subscribe("Peer", "t0");
    for (int i = 1; i < 64; i++) {
      client.subscribe(i % 2 == 0 ? "Peer" : "System", "t" + i);
    }

    String tooMany = "too many subscriptions, a peer has 64";
    assertThat(client
            .call("CommsService.SubscribeToPeerMessages", BffClient.topic("t64"))
            .error())
        .isEqualTo(tooMany);
    assertThat(client
            .call("TopicsService.SystemSubscription", BffClient.topic("t64"))
            .error())
        .isEqualTo(tooMany);
    client.unsubscribe("Peer", first);
    client.peers("t64");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*", ">", "a.*", "*.island_changed", "a b", "a\r\nPUB peer.x.disconnect 0\r\n"
      })
  void what_is_no_topic_is_refused_everywhere(String topic) {
    BffClient client = login(alice);
    ALL.clear();

    assertThat(client.tryPublish(topic, ByteString.EMPTY).error()).isEqualTo("invalid topic");
    for (String procedure : List.of(
        "CommsService.SubscribeToPeerMessages",
        "CommsService.SubscribeToSystemMessages",
        "TopicsService.PeerSubscription",
        "TopicsService.SystemSubscription")) {
      assertThat(client.call(procedure, BffClient.topic(topic)).error()).isEqualTo("invalid topic");
    }
  }

  @Test
  void what_is_another_peers_is_neither_heard_nor_said() {
    BffClient client = login(alice);
    String victim = bob.address();

    for (String topic : List.of(
        victim + ".island_changed",
        "peer." + victim + ".island_changed",
        "peer." + victim + ".t")) {
      assertThat(client
              .call("CommsService.SubscribeToSystemMessages", BffClient.topic(topic))
              .error())
          .isEqualTo("this topic is reserved");
    }
    for (String topic : List.of(
        "island_changed",
        "heartbeat",
        "hearbeat",
        victim + ".island_changed",
        "peer." + alice.address() + ".island_changed",
        "peer." + victim + ".t")) {
      assertThat(client
              .call("TopicsService.PeerSubscription", BffClient.topic(topic))
              .error())
          .isEqualTo("this topic is reserved");
    }
    for (String topic : List.of(
        "island_changed",
        victim + ".island_changed",
        "peer." + victim + ".island_changed",
        "peer." + victim + ".disconnect",
        "peer." + alice.address() + ".heartbeat")) {
      assertThat(client.tryPublish(topic, ByteString.EMPTY).error())
          .isEqualTo("this topic is reserved");
    }
    client.publish(victim + ".offer", "");
    String own = "client-proto.peer." + alice.address() + ".";
    await().until(() -> on(own + victim + ".offer").size() == 1);
    assertThat(ALL)
        .extracting(each -> each.subject().name())
        .filteredOn(each -> each.contains(victim))
        .containsExactly(own + victim + ".offer");
  }

  @Test
  void a_peer_is_told_its_islands_and_who_is_in_them() throws Exception {
    BffClient client = login(alice);
    Stream islands = client.system(alice.address() + ".island_changed");

    client.publish("heartbeat", position(1, 2).toByteString());

    var element = BffClient.systemElement(islands.next());
    LegacyIslandChangedMessage change = LegacyIslandChangedMessage.parseFrom(element.getPayload());
    assertThat(element.getTopic()).isEqualTo(alice.address() + ".island_changed");
    assertThat(change.getConnStr()).startsWith("ws-room:ws://127.0.0.1:");
    assertThat(change.getPeersOrThrow(alice.address()).getX()).isEqualTo(1.0);

    Stream joins = client.system("island." + change.getIslandId() + ".peer_join");
    DoorClient other = DoorClient.connect(vertx, node.httpPort()).login(bob);
    other.heartbeat(1, 2);
    JoinIslandMessage join =
        JoinIslandMessage.parseFrom(BffClient.systemElement(joins.next()).getPayload());
    assertThat(join.getPeerId()).isEqualTo(bob.address());

    Stream leaves = client.system("island." + change.getIslandId() + ".peer_left");
    other.leave();
    assertThat(BffClient.systemElement(leaves.next()).getPayload().toStringUtf8())
        .contains(bob.address());
  }

  @ParameterizedTest
  @ValueSource(strings = {"heartbeat", "hearbeat"})
  void a_heartbeat_is_taken_with_doubles_too_and_in_both_spellings(String topic) {
    BffClient client = login(alice);
    ByteString doubles =
        ByteString.fromHex("0a1b09000000000000f83f1100000000000000001900000000000002c0");

    client.publish(topic, doubles);

    assertThat(on("client-proto.peer." + alice.address() + ".heartbeat"))
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
    BffClient client = login(alice);

    client.publish("heartbeat", position(Float.NaN, 0).toByteString());
    client.publish("heartbeat", ByteString.EMPTY);
    assertThat(
            client.tryPublish("heartbeat", ByteString.copyFrom(new byte[] {1})).error())
        .isEqualTo("cannot decode the request");
    for (int i = 0; i < 100; i++) {
      client.request("CommsDirectorService.SendHeartbeat", position(i, 0));
    }
    client.call("CommsDirectorService.SendHeartbeat", position(0, 0)).payload();

    assertThat(on("client-proto.peer." + alice.address() + ".heartbeat")).hasSizeBetween(1, 99);
  }

  @Test
  void the_comms_director_sends_a_peer_to_its_island() throws Exception {
    BffClient client = login(alice);
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

    assertThat(toldOf(node, change)).isEqualTo(doubles.toByteString());
    assertThat(toldOf(modern, change)).isEqualTo(change.toByteString());
  }

  private ByteString toldOf(AtollNode realm, IslandChangedMessage change) {
    Stream islands =
        BffClient.login(vertx, realm, alice).system(alice.address() + ".island_changed");
    realm.bus().publish(new Message(Subjects.islandChanged(alice.address()), Payload.of(change)));
    return BffClient.systemElement(islands.next()).getPayload();
  }

  @Test
  void island_changes_of_a_replaced_login_are_not_told() {
    Stream islands = login(alice).system(alice.address() + ".island_changed");
    IslandChangedMessage change =
        IslandChangedMessage.newBuilder().setIslandId("I1").build();
    Headers older = new Headers(Map.of(Headers.LOGIN, "another"));

    Subject subject = Subjects.islandChanged(alice.address());
    node.bus().publish(new Message(subject, Payload.of(change), older));
    node.bus()
        .publish(
            new Message(subject, Payload.of(change.toBuilder().setIslandId("I2").build())));

    assertThat(islands.next().toStringUtf8()).contains("I2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"messageBus.scene." + CID + ".message", "scene." + CID + ".message", CID})
  void a_scenes_topic_also_goes_to_third_parties_once(String topic) {
    BffClient client = login(alice);
    Stream own = client.peers(topic);

    client.publish(topic, "hi");
    publish("messageBus.scene." + CID + ".message", "from the server");

    assertThat(BffClient.said(own.next())).isEqualTo(alice.address() + " " + topic + " hi");
    assertThat(BffClient.said(own.next())).isEqualTo("server " + topic + " from the server");
    assertThat(on("messageBus.scene." + CID + ".message").stream()
            .filter(each ->
                each.headers().get(Headers.SENDER).equals(java.util.Optional.of(alice.address()))))
        .hasSize(1);
  }

  @Test
  void a_scenes_server_reaches_subscribers_of_every_spelling_once() {
    BffClient client = login(alice);
    String full = "messageBus.scene.X1.chat";
    List<Stream> peers = List.of(client.peers(full), client.peers("scene.X1.chat"));
    List<Stream> system = List.of(client.system(full), client.system("scene.X1.chat"));

    publish(full, "one");
    publish(full, "two");

    for (Stream stream : peers) {
      assertThat(BffClient.said(stream.next())).startsWith("server ").endsWith(" one");
      assertThat(BffClient.said(stream.next())).endsWith(" two");
    }
    for (Stream stream : system) {
      assertThat(BffClient.systemElement(stream.next()).getPayload().toStringUtf8())
          .isEqualTo("one");
      assertThat(BffClient.systemElement(stream.next()).getPayload().toStringUtf8())
          .isEqualTo("two");
    }
  }

  @Test
  void a_slow_subscriber_keeps_the_newest_fifty_of_its_peers() {
    BffClient client = login(alice);
    Stream stream = client.peers("busy");

    for (int i = 0; i < 200; i++) {
      client.publish("busy", "" + i);
    }

    for (int i = 150; i < 200; i++) {
      assertThat(BffClient.said(stream.next())).endsWith(" busy " + i);
    }
    stream.ask();
    client.publish("busy", "last");
    assertThat(BffClient.said(stream.take().getPayload())).endsWith(" last");
  }

  @Test
  void a_slow_subscriber_gets_all_the_realm_says_or_is_closed_by_name() {
    BffClient client = login(alice);
    Stream stream = client.system("news");
    for (int i = 0; i < 200; i++) {
      publish("client-proto.news", "" + i);
    }
    for (int i = 0; i < 200; i++) {
      assertThat(BffClient.systemElement(stream.next()).getPayload().toStringUtf8())
          .isEqualTo("" + i);
    }

    for (int i = 0; i < 40; i++) {
      publish("client-proto.news", "x".repeat(32 << 10));
    }

    assertThat(client.rpc().close()).isEqualTo("1013 Client reads too slowly");
  }

  @Test
  void large_messages_of_peers_are_bounded_by_bytes_and_close_nobody() {
    BffClient client = login(alice);
    Stream stream = client.peers("large");

    for (int i = 0; i < 50; i++) {
      client.publish("large", "" + i % 10 + "x".repeat(60 << 10));
    }

    assertThat(BffClient.said(stream.next())).isNotEmpty();
    int waiting = 0;
    client.publish("large", "end");
    while (!BffClient.said(stream.next()).endsWith("end")) {
      waiting++;
    }
    assertThat(waiting).isBetween(10, 17);
  }

  @Test
  void a_subscribe_is_answered_when_it_is_in_force_elsewhere_too() throws Exception {
    AtollNode bridged = TestNode.start(vertx, Map.of());
    Promise<Void> flushed = Promise.promise();
    List<String> told = new CopyOnWriteArrayList<>();
    bridged.bus().watch(new Interest() {
      @Override
      public Future<Void> begins(Pattern pattern) {
        told.add(pattern.name());
        return pattern.name().endsWith(".slow") ? flushed.future() : Future.succeededFuture();
      }

      @Override
      public void ends(Pattern pattern) {
        told.add("end of " + pattern.name());
      }
    });
    BffClient client = BffClient.login(vertx, bridged, alice);
    int number = client.request("CommsService.SubscribeToPeerMessages", BffClient.topic("slow"));
    client.peers("quick");
    assertThat(client.rpc().heardNothing(number)).isTrue();

    flushed.complete();

    client.rpc().answer(number).payload();
    client.rpc().leave();
    await().until(() -> told.contains("end of client-proto.peer.*.slow"));
  }

  private static Heartbeat position(float x, float z) {
    return Heartbeat.newBuilder()
        .setPosition(Position.newBuilder().setX(x).setZ(z))
        .build();
  }
}
