package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Subjects;
import dev.atoll.client.ConnectionString;
import dev.atoll.client.Dialer;
import dev.atoll.client.PeerUpdate;
import dev.atoll.client.RoomClient;
import dev.atoll.client.RoomListener;
import dev.atoll.client.Signer;
import dev.atoll.config.Secret;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import dev.atoll.protocol.message.BridgeEvent;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.BridgeOrder;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An island that moves between the rooms of two nodes, which know each other by NATS and the realm's secret. */
@ExtendWith(VertxExtension.class)
class BridgedIslandsTest {
  private static final String SECRET = RoomsNodes.SECRET;

  private NatsServer server;

  @BeforeEach
  void connect() {
    server = NatsServer.start();
  }

  @AfterEach
  void disconnect() {
    if (server != null) {
      server.close();
    }
  }

  /** A peer, its island as it was told last, and the rooms it is in. */
  private static final class Player {
    final Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
    final List<String> heard = new CopyOnWriteArrayList<>();
    final DoorClient door;
    final Vertx vertx;
    String told = "";

    Player(Vertx vertx, AtollNode realm) {
      this.vertx = vertx;
      this.door = DoorClient.connect(vertx, realm.httpPort()).login(identity);
    }

    /** Until it is sent to the rooms of that node. */
    Player sentTo(AtollNode node) {
      for (int change = 0; change < 6; change++) {
        told = door.next().getIslandChanged().getConnStr();
        if (told.startsWith("ws-room:ws://localhost:" + node.httpPort() + "/")) {
          return this;
        }
      }
      throw new AssertionError("was sent to " + told);
    }

    RoomClient enter() throws Exception {
      ConnectionString.Room room = (ConnectionString.Room) ConnectionString.parse(told);
      RoomListener listener = new RoomListener() {
        @Override
        public void update(PeerUpdate update) {
          heard.add(update
              .buffer()
              .toString(update.bodyOffset(), update.bodyLength(), StandardCharsets.UTF_8));
        }
      };
      return new Dialer(vertx)
          .room(room.url(), Signer.of(vertx, identity), listener)
          .toCompletionStage()
          .toCompletableFuture()
          .get(Patience.SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void its_peers_hear_each_other_whichever_of_them_has_moved(Vertx vertx) throws Exception {
    AtollNode realm = RoomsNodes.start(vertx, server, "handshake, archipelago, nats");
    AtollNode first = RoomsNodes.start(vertx, server, "rooms, nats");
    Player one = new Player(vertx, realm);
    Player two = new Player(vertx, realm);
    one.door.heartbeat(0, 0);
    two.door.heartbeat(1, 1);
    RoomClient oneThere = one.sentTo(first).enter();
    RoomClient twoThere = awaitTogether(one, two, first);
    AtollNode second = RoomsNodes.start(vertx, server, "rooms, nats");
    // or the island would go elsewhere first, without a bridge
    Awaiting.soon()
        .until(
            () -> RoomsNodes.got(realm, "/transports").contains("localhost:" + second.httpPort()));

    RoomsNodes.drain(first);
    RoomClient twoHere = two.sentTo(second).enter();
    Awaiting.soon().until(() -> scraped(second).contains("atoll_rooms_bridged 1"));
    oneThere.send(ByteString.copyFromUtf8("one stays a little"), false);
    twoHere.send(ByteString.copyFromUtf8("two is over there"), false);

    Awaiting.soon().until(() -> !one.heard.isEmpty() && !two.heard.isEmpty());
    assertThat(one.heard).containsExactly("two is over there");
    assertThat(two.heard).containsExactly("one stays a little");
    oneThere.close();
    twoThere.close();
    Awaiting.soon().until(() -> scraped(second).contains("atoll_rooms_bridged 0"));
    // or the node would wait for it to move when it stops
    twoHere.close();
  }

  /** Both in the rooms of that node, in one island. */
  private static RoomClient awaitTogether(Player one, Player two, AtollNode node) throws Exception {
    two.sentTo(node);
    String island = RoomsNodes.room(one.told);
    while (!RoomsNodes.room(two.told).equals(island)) {
      two.sentTo(node);
    }
    return two.enter();
  }

  @Test
  void nobody_on_nats_bridges_rooms_or_speaks_in_them_without_the_secret(Vertx vertx)
      throws Exception {
    AtollNode node = RoomsNodes.start(vertx, server, "rooms, nats");
    String id = "localhost:" + node.httpPort();
    String subject = Subjects.bridge(id).name();
    BridgeMessage order = BridgeMessage.newBuilder()
        .setIsland("I1")
        .setMove(1)
        .setOrder(BridgeOrder.newBuilder().setFrom("evil").setTo(id))
        .addEvents(BridgeEvent.newBuilder()
            .setKind(BridgeEvent.Kind.JOINED)
            .setPeer("0x" + "e".repeat(40)))
        .build();
    byte[] others = new BridgeSeal(new Secret("another of sixteen"), "evil")
        .seal(Subjects.bridge(id), order, System.currentTimeMillis());
    byte[] elsewhere = new BridgeSeal(new Secret(SECRET), "n1")
        .seal(Subjects.bridge("other"), order, System.currentTimeMillis());
    byte[] sealed = new BridgeSeal(new Secret(SECRET), "n2")
        .seal(Subjects.bridge(id), order, System.currentTimeMillis());

    try (ForeignService foreign = new ForeignService(server)) {
      // again and again, since nothing says when the node has subscribed
      Awaiting.soon().until(() -> {
        for (byte[] hostile : List.of(order.toByteArray(), new byte[0], others, elsewhere)) {
          foreign.say(subject, hostile);
        }
        return untrusted(node) >= 8;
      });
      assertThat(scraped(node)).contains("atoll_rooms_bridged 0");

      // the same word by one who has it
      foreign.say(subject, sealed);
      Awaiting.soon().until(() -> scraped(node).contains("atoll_rooms_bridged 1"));
    }
  }

  @Test
  void a_node_that_bridges_its_own_livekit_believes_nobody_without_a_secret(Vertx vertx)
      throws Exception {
    AtollNode node = TestNode.start(
        vertx,
        Map.of(
            "nats.url",
            server.url(),
            "livekit",
            "[{id: casino, url: 'ws://127.0.0.1:9', api-key: k, api-secret: 0123456789abcdef}]"));
    String id = "localhost:" + node.httpPort();
    byte[] order = BridgeMessage.newBuilder()
        .setIsland("I1")
        .setMove(1)
        .setOrder(BridgeOrder.newBuilder().setFrom("casino").setTo(id))
        .build()
        .toByteArray();

    try (ForeignService foreign = new ForeignService(server)) {
      Awaiting.soon().until(() -> {
        foreign.say(Subjects.bridge(id).name(), order);
        foreign.say(Subjects.bridge("casino").name(), order);
        foreign.say(
            Subjects.bridge(id).name(),
            new BridgeSeal(new Secret(SECRET), "n2")
                .seal(
                    Subjects.bridge(id),
                    BridgeMessage.parseFrom(order),
                    System.currentTimeMillis()));
        return untrusted(node) >= 6;
      });
    }
    assertThat(scraped(node)).contains("atoll_rooms_bridged 0");
  }

  private static double untrusted(AtollNode node) throws Exception {
    return scraped(node)
        .lines()
        .filter(line -> line.startsWith("atoll_nats_dropped_total") && line.contains("untrusted"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static String scraped(AtollNode node) throws Exception {
    return RoomsNodes.got(node, "/metrics");
  }
}
