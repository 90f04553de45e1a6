package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Interest;
import dev.atoll.bus.Pattern;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.TopicSubscription;
import dev.atoll.rpc.RpcClient.Reply;
import dev.atoll.rpc.RpcClient.Stream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  void what_a_peer_publishes_all_subscribers_hear_itself_too() {
    BffClient publisher = realm.login(alice);
    BffClient other = realm.login(bob);
    Stream own = publisher.peers("plaza.chat");
    Stream others = other.peers("plaza.chat");

    publisher.publish("plaza.chat", "hi");

    String said = alice.address() + " plaza.chat hi";
    assertThat(BffClient.said(own.next())).isEqualTo(said);
    assertThat(BffClient.said(others.next())).isEqualTo(said);
    assertThat(realm.on("client-proto.peer." + alice.address() + ".plaza.chat"))
        .singleElement()
        .satisfies(message -> assertThat(message.headers()).isEqualTo(Headers.NONE));
  }

  @Test
  void a_subscription_by_id_is_read_once_and_ends_when_asked() {
    BffClient client = realm.login(alice);
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
    BffClient client = realm.login(alice);
    TopicSubscription unknown =
        TopicSubscription.newBuilder().setSubscriptionId(77).build();

    assertThat(client.unsubscribe("Peer", unknown)).isTrue();
    assertThat(client.unsubscribe("System", unknown)).isTrue();
    client.read("Peer", unknown).ends();
    client.read("System", unknown).ends();
  }

  @Test
  void closing_the_stream_drops_the_subscription_at_once() {
    BffClient client = realm.login(alice);
    TopicSubscription subscription = client.subscribe("Peer", "t");
    Stream stream = client.read("Peer", subscription);
    Stream direct = client.peers("t");

    stream.ask();
    direct.ask();
    stream.close();
    direct.close();

    client.read("Peer", subscription).ends();
    Stream later = client.peers("t");
    client.publish("t", "nobody else");
    assertThat(BffClient.said(later.next())).endsWith("nobody else");
    assertThat(stream.heardNothing()).isTrue();
    assertThat(direct.heardNothing()).isTrue();
  }

  @Test
  void a_peer_has_64_subscriptions() {
    BffClient client = realm.login(alice);
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

  @Test
  void who_changes_subscriptions_too_fast_is_refused_and_stays() {
    BffClient client = realm.login(alice);

    String refused = "";
    for (int round = 0; round < 100 && refused.isEmpty(); round++) {
      refused = changeAtOnce(client, 60);
    }

    assertThat(refused).isEqualTo("Subscriptions change too fast");
    await()
        .until(() -> client
            .call("TopicsService.PeerSubscription", BffClient.topic("later"))
            .error()
            .isEmpty());
  }

  /** Begins so many subscriptions and ends them, none waiting for the one before; what the first that is refused is told, else nothing. */
  private static String changeAtOnce(BffClient client, int count) {
    List<Integer> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(
          client.request("CommsService.SubscribeToPeerMessages", BffClient.topic("t" + i)));
    }
    String refused = "";
    List<Integer> ends = new ArrayList<>();
    for (int request : requests) {
      Reply reply = client.rpc().answer(request);
      if (!reply.error().isEmpty()) {
        refused = reply.error();
        continue;
      }
      TopicSubscription begun =
          BffClient.parsed(() -> TopicSubscription.parseFrom(reply.payload()));
      ends.add(client.request("CommsService.UnsubscribeToPeerMessages", begun));
    }
    ends.forEach(each -> client.rpc().answer(each).payload());
    return refused;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*", ">", "a.*", "*.island_changed", "a b", "a\r\nPUB peer.x.disconnect 0\r\n"
      })
  void what_is_no_topic_is_refused_everywhere(String topic) {
    BffClient client = realm.login(alice);
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
    BffClient client = realm.login(alice);
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
        "peer." + victim + ".t",
        victim + ".offer",
        victim + ".candidate")) {
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
    await().until(() -> realm.on(own + victim + ".offer").size() == 1);
    assertThat(realm.messages())
        .extracting(each -> each.subject().name())
        .filteredOn(each -> each.contains(victim))
        .containsExactly(own + victim + ".offer");
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
}
