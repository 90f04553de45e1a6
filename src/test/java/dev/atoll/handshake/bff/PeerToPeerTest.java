package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.auth.Identity;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.JoinIslandMessage;
import dev.atoll.protocol.message.LeftIslandMessage;
import dev.atoll.protocol.message.Position;
import dev.atoll.rpc.RpcClient.Stream;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kernels of 2022 in a realm with {@code islands.transport: p2p}, who set their links up through the node. */
@ExtendWith(VertxExtension.class)
class PeerToPeerTest {
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));

  private final Identity alice = Identity.random(TOMORROW);
  private final Identity bob = Identity.random(TOMORROW);
  private final Identity explorer = Identity.random(TOMORROW);

  private AtollNode node;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    node =
        TestNode.start(vertx, Map.of("islands.transport", "p2p", "bff.legacy-positions", "float"));
  }

  @Test
  void two_kernels_exchange_offer_answer_and_candidates(Vertx vertx) throws Exception {
    BffClient first = BffClient.login(vertx, node, alice);
    Stream firstIslands = first.system(alice.address() + ".island_changed");
    first.publish("heartbeat", at(0).toByteString());
    assertThat(change(firstIslands).getConnStr()).isEqualTo("p2p:I1:" + alice.address());
    Stream joins = first.system("island.I1.peer_join");
    Stream answers = first.peers(alice.address() + ".answer");
    Stream candidates = first.peers(alice.address() + ".candidate");

    BffClient second = BffClient.login(vertx, node, bob);
    Stream offers = second.peers(bob.address() + ".offer");
    Stream secondIslands = second.system(bob.address() + ".island_changed");
    second.publish("heartbeat", at(8).toByteString());

    IslandChangedMessage joined = change(secondIslands);
    assertThat(joined.getConnStr()).isEqualTo("p2p:I1:" + bob.address());
    assertThat(joined.getPeersMap()).containsOnlyKeys(alice.address(), bob.address());
    JoinIslandMessage join =
        JoinIslandMessage.parseFrom(BffClient.systemElement(joins.next()).getPayload());
    assertThat(join.getPeerId()).isEqualTo(bob.address());

    first.publish(bob.address() + ".offer", "{\"type\":\"offer\"}");
    assertThat(BffClient.said(offers.next()))
        .isEqualTo(alice.address() + " " + bob.address() + ".offer {\"type\":\"offer\"}");
    second.publish(alice.address() + ".answer", "{\"type\":\"answer\"}");
    assertThat(BffClient.said(answers.next())).endsWith("{\"type\":\"answer\"}");
    second.publish(alice.address() + ".candidate", "{\"candidate\":{}}");
    assertThat(BffClient.said(candidates.next())).startsWith(bob.address() + " ");
  }

  /** The one of the higher address first. */
  private List<Identity> byHeight() {
    boolean isAliceHigher = alice.address().compareTo(bob.address()) > 0;
    return isAliceHigher ? List.of(alice, bob) : List.of(bob, alice);
  }

  @Test
  void of_offers_that_cross_only_the_one_that_is_answered_is_told(Vertx vertx) throws Exception {
    Identity high = byHeight().get(0);
    Identity low = byHeight().get(1);
    BffClient higher = BffClient.login(vertx, node, high);
    BffClient lower = BffClient.login(vertx, node, low);
    Stream offersToHigher = higher.peers(high.address() + ".offer");
    Stream offersToLower = lower.peers(low.address() + ".offer");
    Stream candidatesToLower = lower.peers(low.address() + ".candidate");

    higher.publish(low.address() + ".offer", "crosses");
    higher.publish(low.address() + ".candidate", "of what crosses");
    lower.publish(high.address() + ".offer", "is answered");
    assertThat(BffClient.said(offersToHigher.next())).endsWith(" is answered");
    higher.publish(low.address() + ".candidate", "of the answer");

    assertThat(BffClient.said(candidatesToLower.next())).endsWith(" of the answer");
    // what crossed would have come before
    higher.publish(low.address() + ".offer", "again");
    assertThat(BffClient.said(offersToLower.next())).endsWith(" again");
  }

  @Test
  void an_offer_that_nothing_crosses_is_told_a_little_later_with_its_candidates(Vertx vertx)
      throws Exception {
    Identity high = byHeight().get(0);
    Identity low = byHeight().get(1);
    BffClient higher = BffClient.login(vertx, node, high);
    BffClient lower = BffClient.login(vertx, node, low);
    Stream offers = lower.peers(low.address() + ".offer");
    Stream candidates = lower.peers(low.address() + ".candidate");

    for (int i = 0; i < 3; i++) {
      higher.publish(low.address() + (i == 0 ? ".offer" : ".candidate"), "word " + i);
    }
    // far more than may wait: then all is told
    ByteString much = ByteString.copyFrom(new byte[60 << 10]);
    for (int i = 0; i < 3; i++) {
      higher.publish(low.address() + ".candidate", much);
    }

    assertThat(BffClient.said(offers.next())).endsWith(" word 0");
    assertThat(BffClient.said(candidates.next())).endsWith(" word 1");
    assertThat(BffClient.said(candidates.next())).endsWith(" word 2");
    for (int i = 0; i < 3; i++) {
      assertThat(BffClient.peerElement(candidates.next()).getPayload()).isEqualTo(much);
    }
    higher.publish(low.address() + ".offer", "and one more");
    assertThat(BffClient.said(offers.next())).endsWith(" and one more");
  }

  @Test
  void an_explorer_takes_both_to_a_room_and_who_walks_off_is_peer_to_peer_again(Vertx vertx)
      throws Exception {
    BffClient first = BffClient.login(vertx, node, alice);
    Stream firstIslands = first.system(alice.address() + ".island_changed");
    first.publish("heartbeat", at(0).toByteString());
    change(firstIslands);
    BffClient second = BffClient.login(vertx, node, bob);
    Stream secondIslands = second.system(bob.address() + ".island_changed");
    second.publish("heartbeat", at(8).toByteString());
    change(secondIslands);
    Stream lefts = first.system("island.I1.peer_left");

    DoorClient player = DoorClient.connect(vertx, node.httpPort()).login(explorer);
    player.heartbeat(4, 0);

    assertThat(player.next().getIslandChanged().getConnStr()).startsWith("ws-room:");
    for (Stream each : new Stream[] {firstIslands, secondIslands}) {
      IslandChangedMessage moved = change(each);
      assertThat(moved.getIslandId()).isEqualTo("I1");
      assertThat(moved.getConnStr()).contains("/rooms/I1?access_token=");
      assertThat(moved.getPeersMap()).hasSize(3);
    }

    player.leave();
    LeftIslandMessage left =
        LeftIslandMessage.parseFrom(BffClient.systemElement(lefts.next()).getPayload());
    assertThat(left.getPeerId()).isEqualTo(explorer.address());
    second.publish("heartbeat", at(500).toByteString());
    assertThat(change(secondIslands).getConnStr()).matches("p2p:I[0-9a-z]+:" + bob.address());
  }

  private static Heartbeat at(float x) {
    return Heartbeat.newBuilder().setPosition(Position.newBuilder().setX(x)).build();
  }

  private static IslandChangedMessage change(Stream islands) throws Exception {
    return IslandChangedMessage.parseFrom(
        BffClient.systemElement(islands.next()).getPayload());
  }
}
