package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.config.Secret;
import dev.atoll.config.TransportKind;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.AtollNode;
import dev.atoll.transport.TransportStatus;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes that run rooms only take islands of another node's archipelago, joined with it by NATS and the realm's secret. */
@ExtendWith(VertxExtension.class)
class RoomsOfOtherNodesTest {
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

  @Test
  void rooms_nodes_are_registered_filled_drained_and_replaced(Vertx vertx) throws Exception {
    AtollNode realm = RoomsNodes.start(vertx, server, "handshake, archipelago, nats");
    AtollNode first = RoomsNodes.start(vertx, server, "rooms, nats");
    DoorClient player = DoorClient.connect(vertx, realm.httpPort()).login(identity());
    player.heartbeat(0, 0);

    String before = awaitSentTo(player, first.httpPort());
    CompletableFuture<String> left = new CompletableFuture<>();
    enter(vertx, before).closeHandler(end -> left.complete("closed"));

    AtollNode second = RoomsNodes.start(vertx, server, "rooms, nats");
    RoomsNodes.drain(first);
    String after = awaitSentTo(player, second.httpPort());
    assertThat(left).as("the old room while there is the way to the new one").isNotDone();
    assertThat(RoomsNodes.room(after)).isEqualTo(RoomsNodes.room(before));
    WebSocket there = enter(vertx, after);
    assertThat(left.get(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo("closed");
    there.close().toCompletionStage().toCompletableFuture().get(Patience.SECONDS, TimeUnit.SECONDS);
    player.leave();
  }

  @Test
  void islands_of_a_rooms_node_that_is_silent_move_on(Vertx vertx) throws Exception {
    AtollNode realm = RoomsNodes.start(vertx, server, "handshake, archipelago, nats");
    DoorClient player = DoorClient.connect(vertx, realm.httpPort()).login(identity());
    try (ForeignService foreign = new ForeignService(server)) {
      Awaiting.soon().until(() -> {
        foreign.say("transport.discovery", deadNode());
        player.heartbeat(0, 0);
        return player.next().getIslandChanged().getConnStr().contains("//dead.example/");
      });
    }
    AtollNode other = RoomsNodes.start(vertx, server, "rooms, nats");

    awaitSentTo(player, other.httpPort());
  }

  private static byte[] deadNode() {
    TransportStatus status = new TransportStatus(
        "dead", TransportKind.WS_ROOM, "ws://dead.example", 1000, 0, 100, true, false);
    return new TransportSeal(new Secret(RoomsNodes.SECRET))
        .seal(status.toMessage(), System.currentTimeMillis());
  }

  /** What it is told next with that node's rooms in it; before that others may serve. */
  private static String awaitSentTo(DoorClient player, int port) {
    for (int change = 0; change < 4; change++) {
      String told = player.next().getIslandChanged().getConnStr();
      if (told.startsWith("ws-room:ws://localhost:" + port + "/rooms/")) {
        return told;
      }
    }
    throw new AssertionError("was not sent to the rooms on port " + port);
  }

  /** Enters, and is welcomed. */
  private static WebSocket enter(Vertx vertx, String connectionString) throws Exception {
    CompletableFuture<String> welcomed = new CompletableFuture<>();
    var client = vertx.createWebSocketClient();
    var opening = client.webSocket();
    opening.binaryMessageHandler(message -> welcomed.complete("welcome"));
    opening.closeHandler(end -> welcomed.complete("closed"));
    WebSocket open = opening
        .connect(new WebSocketConnectOptions()
            .setAbsoluteURI(
                connectionString.substring("ws-room:".length()).replace("localhost", "127.0.0.1"))
            .addSubProtocol("rfc5"))
        .toCompletionStage()
        .toCompletableFuture()
        .get(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(welcomed.get(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo("welcome");
    return open;
  }

  private static Identity identity() {
    return Identity.random(Instant.now().plus(Duration.ofHours(1)));
  }
}
