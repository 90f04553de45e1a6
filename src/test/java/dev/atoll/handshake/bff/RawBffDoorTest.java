package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.handshake.SlowWallet;
import dev.atoll.node.AtollNode;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.LegacyIslandChangedMessage;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.RawBffTopic;
import dev.atoll.rpc.RpcClient.Stream;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawBffDoorTest {
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));
  private static Vertx vertx;
  private static AtollNode node;
  private static Overheard realm;

  private final Identity alice = Identity.random(TOMORROW);
  private final Identity bob = Identity.random(TOMORROW);

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    realm = Overheard.start(vertx);
    node = realm.node();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  private static RawBffClient connect() {
    return RawBffClient.connect(vertx, node);
  }

  private List<String> subjects(Identity identity) {
    return realm.subjects(identity);
  }

  @Test
  void bytes_are_those_of_the_reference() throws Exception {
    JsonObject golden = golden();
    Identity wallet = wallet();
    RawBffClient client = connect();
    RawBffClient other = connect().login(alice);

    client.validate(wallet.authChain(client.challenge()));
    assertThat(HexFormat.of().formatHex(client.next())).isEqualTo(golden.getString("validationOk"));
    client.send(golden.getString("subscription"));
    await()
        .until(
            () -> other.publish("a", "1").publish("b.c", "2") == other && !client.heardNothing());
    assertThat(client.nextSaid()).isEqualTo(alice.address() + " a 1");

    other.hears("t");
    client.send(RawBffTopic.newBuilder()
        .setType(2)
        .setPeerId("0x" + "0".repeat(40))
        .setTopic("t")
        .setBody(ByteString.copyFromUtf8("hi"))
        .build());
    await().until(() -> client.publish("t", "hi") == client && !other.heardNothing());
    assertThat(HexFormat.of().formatHex(other.next())).isEqualTo(golden.getString("topic"));
  }

  @Test
  void the_challenge_is_a_number_of_base_36() {
    assertThat(connect().challenge()).matches("0\\.[0-9a-z]+");
  }

  @Test
  void nothing_has_an_effect_before_validation() {
    RawBffClient stranger = connect();
    RawBffClient speaker = connect().login(alice);

    stranger.subscribe("t").publish("t", "unvalidated").publish("heartbeat", "x");
    stranger.send("");
    stranger.send("0863");
    speaker.hears("t");
    RawBffClient third = connect().login(bob);
    third.publish("t", "one");

    assertThat(speaker.nextSaid()).isEqualTo(bob.address() + " t one");
    stranger.validate("{");
    assertThat(stranger.nextType()).isEqualTo(5);
    assertThat(stranger.heardNothing()).isTrue();
  }

  @Test
  void after_a_failed_validation_another_may_follow() {
    RawBffClient client = connect();

    client.validate("{");
    assertThat(client.nextType()).isEqualTo(5);
    client.validate(bob.authChain("dcl-" + client.challenge()));
    assertThat(client.nextType()).isEqualTo(5);
    client.validate(
        "[{\"type\":\"SIGNER\",\"payload\":\"" + client.challenge() + "\",\"signature\":\"\"}]");
    assertThat(client.nextType()).isEqualTo(5);

    client.login(alice);
    await()
        .untilAsserted(() ->
            assertThat(subjects(alice)).containsExactly("peer." + alice.address() + ".connect"));
  }

  @Test
  void two_validations_at_once_are_refused() throws Exception {
    Overheard slow = Overheard.of(vertx, SlowWallet.node(vertx));
    RawBffClient client = RawBffClient.connect(vertx, slow.node());
    String chain = SlowWallet.authChain(alice.address(), client.challenge());

    client.validate(chain);
    client.validate(chain);

    assertThat(client.close()).isEqualTo("1008 Message out of place");
    assertThat(slow.subjects(alice)).isEmpty();
  }

  @Test
  void topics_are_told_to_subscribers_and_not_to_their_sender() {
    RawBffClient one = connect().login(alice).hears("t", "u");
    RawBffClient two = connect().login(bob).hears("t");
    two.publish("u", "ready");
    assertThat(one.nextSaid()).endsWith("ready");

    one.publish("t", "hi").publish("t", "again");
    two.publish("t", "answer");

    assertThat(two.nextSaid()).isEqualTo(alice.address() + " t hi");
    assertThat(two.nextSaid()).isEqualTo(alice.address() + " t again");
    two.publish("u", "end");
    assertThat(one.nextSaid()).isEqualTo(bob.address() + " t answer");
    assertThat(one.nextSaid()).isEqualTo(bob.address() + " u end");
  }

  @Test
  void a_subscription_replaces_the_one_before() {
    RawBffClient hearer = connect().login(alice).hears("a", "b").hears("b", "c");
    RawBffClient speaker = connect().login(bob).hears("sync");
    hearer.publish("sync", "");
    speaker.next();

    speaker.publish("a", "1").publish("b", "2").publish("c", "3");

    assertThat(hearer.nextSaid()).endsWith("b 2");
    assertThat(hearer.nextSaid()).endsWith("c 3");
  }

  @Test
  void clients_of_both_doors_hear_each_other() {
    RawBffClient raw = connect().login(alice).hears("t");
    BffClient rpc = BffClient.login(vertx, node, bob);
    Stream heard = rpc.peers("t");

    raw.publish("t", "from spring");
    assertThat(BffClient.said(heard.next())).isEqualTo(alice.address() + " t from spring");
    rpc.publish("t", "from autumn");
    assertThat(raw.nextSaid()).isEqualTo(bob.address() + " t from autumn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"heartbeat", "peer.<own>.heartbeat", "peer.<OWN>.hearbeat"})
  void a_heartbeat_leads_to_an_island_that_is_told_unasked(String topic) throws Exception {
    RawBffClient client = connect().login(alice);
    String name = topic
        .replace("<own>", alice.address())
        .replace("<OWN>", "0x" + alice.address().substring(2).toUpperCase());

    client.publish(
        name,
        Heartbeat.newBuilder()
            .setPosition(Position.newBuilder().setX(3))
            .build()
            .toByteString());

    RawBffTopic told = client.nextTopic();
    assertThat(told.getTopic()).isEqualTo("peer." + alice.address() + ".island_changed");
    assertThat(told.hasPeerId()).isFalse();
    assertThat(LegacyIslandChangedMessage.parseFrom(told.getBody())
            .getPeersOrThrow(alice.address())
            .getX())
        .isEqualTo(3.0);
  }

  @Test
  void who_joins_and_leaves_an_island_is_told_to_subscribers() {
    RawBffClient client =
        connect().login(alice).hears("island.Z1.peer_join", "island.Z1.peer_left", "sync");
    RawBffClient other = connect().login(bob);
    other.publish("sync", "now");
    assertThat(client.nextSaid()).endsWith("now");

    other.publish("island.Z1.peer_join", "forged");
    realm.say("client-proto.island.Z1.peer_join", "join");
    realm.say("client-proto.island.Z1.peer_left", "left");

    assertThat(client.nextSaid()).isEqualTo(" island.Z1.peer_join join");
    assertThat(client.nextSaid()).isEqualTo(" island.Z1.peer_left left");
  }

  @Test
  void what_may_not_be_heard_or_said_is_left_out() {
    RawBffClient client = connect().login(alice);
    client.hears(
        "*",
        ">",
        "heartbeat",
        "island_changed",
        "island.*.peer_join",
        "a b",
        "",
        "ok",
        bob.address() + ".island_changed",
        "peer." + alice.address() + ".island_changed");
    RawBffClient other = connect().login(bob);

    other.publish("*", "1").publish("a b", "2").publish("island_changed", "3").publish("", "4");
    other.publish("peer." + alice.address() + ".disconnect", "5");
    other.publish("peer." + alice.address() + ".island_changed", "forged");
    other.publish(bob.address() + ".island_changed", "forged").publish("ok", "6");
    realm.say("client-proto.peer.server1.peer." + alice.address() + ".island_changed", "forged");
    other.publish("ok", "7");

    assertThat(client.nextSaid()).isEqualTo(bob.address() + " ok 6");
    assertThat(client.nextSaid()).isEqualTo(bob.address() + " ok 7");
    await().until(() -> subjects(bob).contains("client-proto.peer." + bob.address() + ".ok"));
    assertThat(subjects(bob)).noneMatch(each -> each.endsWith(".island_changed"));
    assertThat(subjects(alice)).doesNotContain("peer." + alice.address() + ".disconnect");
  }

  @Test
  void a_scenes_server_is_heard() {
    RawBffClient client = connect().login(alice).hears("scene.R1.chat", "sync");
    connect().login(bob).publish("sync", "now");
    assertThat(client.nextSaid()).endsWith("now");

    realm.say("messageBus.scene.R1.chat", "hi");
    client.publish("scene.R1.chat", "mine");
    realm.say("messageBus.scene.R1.chat", "again");

    assertThat(client.nextSaid()).isEqualTo("server scene.R1.chat hi");
    assertThat(client.nextSaid()).isEqualTo("server scene.R1.chat again");
  }

  @Test
  void more_than_64_topics_close_the_socket() {
    RawBffClient client = connect().login(alice);
    String[] topics = new String[65];
    for (int i = 0; i < topics.length; i++) {
      topics[i] = "t" + i;
    }

    client.subscribe(topics);

    assertThat(client.close()).isEqualTo("1008 Too many subscriptions");
    await().until(() -> subjects(alice).contains("peer." + alice.address() + ".disconnect"));
  }

  @Test
  void who_swaps_topics_too_fast_is_closed_by_name() {
    RawBffClient client = connect().login(alice);

    for (int i = 0; i < 100; i++) {
      client.subscribe("t" + i, "u" + i, "v" + i, "w" + i);
    }

    assertThat(client.close()).isEqualTo("1013 Subscriptions change too fast");
    await().until(() -> subjects(alice).contains("peer." + alice.address() + ".disconnect"));
  }

  @Test
  void all_topics_may_be_swapped_once_and_told_again_as_often_as_one_likes() {
    RawBffClient client = connect().login(alice);
    String[] topics = new String[64];
    for (String kind : List.of("a", "b", "b", "b", "b")) {
      for (int i = 0; i < topics.length; i++) {
        topics[i] = kind + i;
      }
      client.subscribe(topics);
    }
    client.publish("sync", "");
    await().until(() -> subjects(alice).size() == 2);

    connect().login(bob).publish("b63", "hi");

    assertThat(client.nextSaid()).isEqualTo(bob.address() + " b63 hi");
  }

  @Test
  void who_never_reads_is_closed_and_nobody_else() {
    RawBffClient slow = connect().login(alice).hears("flood", "sync");
    RawBffClient other = connect().login(bob).hears("flood", "end");
    other.publish("sync", "now");
    assertThat(slow.nextSaid()).endsWith("now");
    slow.webSocket().pause();

    String body = "x".repeat(60 << 10);
    for (int i = 0; i < 400 && subjects(alice).size() < 2; i++) {
      realm.say("client-proto.peer.server1.flood", body);
      assertThat(other.nextSaid()).endsWith(body);
    }

    await().until(() -> subjects(alice).contains("peer." + alice.address() + ".disconnect"));
    realm.say("client-proto.peer.server1.end", "still here");
    assertThat(other.nextSaid()).endsWith("still here");
    slow.webSocket().resume();
  }

  @Test
  void text_garbage_and_oversize_close_the_socket() {
    RawBffClient text = connect();
    RawBffClient garbage = connect();
    RawBffClient large = connect();

    text.webSocket().writeTextMessage("hello");
    garbage.send("ff01");
    large.send(new byte[(64 << 10) + 1]);

    assertThat(text.close()).isEqualTo("1003 Binary frames only");
    assertThat(garbage.close()).isEqualTo("1007 Cannot decode message");
    assertThat(large.close()).isEqualTo("1009 Message too large");
  }

  private static Identity wallet() {
    JsonObject accounts = vectors().getJsonObject("accounts");
    return Identity.of(
        accounts.getJsonObject("wallet").getString("privateKey"),
        accounts.getJsonObject("ephemeral").getString("privateKey"),
        Instant.parse("2035-01-01T00:00:00Z"));
  }

  private static JsonObject golden() {
    return vectors().getJsonObject("rawBff");
  }

  private static JsonObject vectors() {
    try (InputStream in = RawBffDoorTest.class.getResourceAsStream("/vectors.json")) {
      return new JsonObject(new String(in.readAllBytes()));
    } catch (Exception missing) {
      throw new AssertionError(missing);
    }
  }
}
