package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.handshake.DoorClient;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.Position;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code islands.transport: p2p}: peers with topics, as their doors tell of them, and explorers at {@code /ws}, which have none. */
@ExtendWith(VertxExtension.class)
class PeerToPeerIslandsTest {
  private static final Headers WITH_TOPICS = new Headers(Map.of(Headers.TOPICS, Headers.YES));

  private final Identity explorer = Identity.random(Instant.now().plus(Duration.ofHours(1)));

  /** What is told on the bus: who moved where, and who came and left. */
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private AtollNode node;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    node =
        TestNode.start(vertx, Map.of("islands.transport", "p2p", "transports.minimum-stay", "0s"));
    vertx.runOnContext(now -> {
      node.bus().subscribe(Subjects.EVERY_ISLAND_CHANGED, this::changed);
      node.bus().subscribe(Subjects.EVERY_PEER_JOIN, message -> told.add("join"));
      node.bus().subscribe(Subjects.EVERY_PEER_LEFT, message -> told.add("left"));
      told.add("listening");
    });
    expect("listening");
  }

  @Test
  void peers_with_topics_link_to_each_other() throws Exception {
    heartbeat("0xa", 0, WITH_TOPICS);
    expect("0xa p2p:I1:0xa from ", "join");

    heartbeat("0xb", 8, WITH_TOPICS);

    expect("0xb p2p:I1:0xb from ", "join");
  }

  @Test
  void an_explorer_takes_the_whole_island_to_a_room_for_good(Vertx vertx) throws Exception {
    heartbeat("0xa", 0, WITH_TOPICS);
    expect("0xa p2p:I1:0xa from ", "join");

    DoorClient player = DoorClient.connect(vertx, node.httpPort()).login(explorer);
    player.heartbeat(8, 0);

    assertThat(player.next().getIslandChanged().getConnStr())
        .startsWith("ws-room:ws://127.0.0.1:" + node.httpPort() + "/rooms/I1?access_token=");
    expectRoom(explorer.address(), "I1 from ");
    expect("join");
    expectRoom("0xa", "I1 from I1");

    player.leave();
    expect("left");
    heartbeat("0xb", 8, WITH_TOPICS);
    expectRoom("0xb", "I1 from ");
    expect("join");
    assertThat(told).isEmpty();
  }

  @Test
  void an_island_formed_anew_is_peer_to_peer_again(Vertx vertx) throws Exception {
    DoorClient player = DoorClient.connect(vertx, node.httpPort()).login(explorer);
    player.heartbeat(0, 0);
    expectRoom(explorer.address(), "I1 from ");
    expect("join");
    heartbeat("0xa", 8, WITH_TOPICS);
    expectRoom("0xa", "I1 from ");
    expect("join");

    heartbeat("0xa", 500, WITH_TOPICS);

    expect("0xa p2p:I3:0xa from I1", "left", "join");
  }

  @Test
  void new_rules_move_an_island_and_it_says_so_once() throws Exception {
    heartbeat("0xa", 0, WITH_TOPICS);
    expect("0xa p2p:I1:0xa from ", "join");

    node.rules(List.of());

    expectRoom("0xa", "I1 from I1");
    heartbeat("0xb", 8, WITH_TOPICS);
    expectRoom("0xb", "I1 from ");
    expect("join");
  }

  private void heartbeat(String address, float x, Headers headers) {
    Heartbeat heartbeat =
        Heartbeat.newBuilder().setPosition(Position.newBuilder().setX(x)).build();
    node.bus().publish(new Message(Subjects.heartbeat(address), Payload.of(heartbeat), headers));
  }

  private void changed(Message message) {
    try {
      IslandChangedMessage change =
          IslandChangedMessage.parseFrom(message.payload().bytes());
      told.add(message.subject().token(2) + " " + change.getConnStr() + " from "
          + change.getFromIslandId());
    } catch (IOException malformed) {
      told.add(malformed.toString());
    }
  }

  private void expect(String... each) throws InterruptedException {
    for (String next : each) {
      assertThat(told.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(next);
    }
  }

  /** A connection string to a room, whose token is another one each time. */
  private void expectRoom(String address, String islandAndBefore) throws InterruptedException {
    String[] parts = islandAndBefore.split(" from ", -1);
    assertThat(told.poll(Patience.SECONDS, TimeUnit.SECONDS))
        .startsWith(address + " ws-room:ws://")
        .contains("/rooms/" + parts[0] + "?access_token=")
        .endsWith(" from " + parts[1]);
  }
}
