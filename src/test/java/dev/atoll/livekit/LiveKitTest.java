package dev.atoll.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.JoinIslandMessage;
import dev.atoll.protocol.message.LeftIslandMessage;
import dev.atoll.protocol.message.TransportDiscovery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A realm's LiveKit deployment, a real one with real participants. */
class LiveKitTest {
  private static final String ONE = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  private static final String TWO = "0x1563915e194d8cfba1943570603f7606a3115508";

  private static final LiveKit.Tuning QUICK =
      new LiveKit.Tuning(Duration.ofMillis(300), new Poll.Tuning(Duration.ofMillis(100), 1));

  /** Asks once, and then leaves it to webhooks. */
  private static final LiveKit.Tuning BY_WEBHOOKS =
      new LiveKit.Tuning(Duration.ofMillis(300), new Poll.Tuning(Duration.ofHours(1), 1));

  private final Vertx vertx = Vertx.vertx();
  private final LiveKitRig rig = new LiveKitRig(vertx);

  @AfterEach
  void stop() {
    rig.close();
    vertx.close().await();
  }

  private void left(String island, String address) {
    rig.publish(
        Subjects.peerLeft(island),
        LeftIslandMessage.newBuilder().setIslandId(island).setPeerId(address).build());
  }

  private void joined(String island, String address) {
    rig.publish(
        Subjects.peerJoin(island),
        JoinIslandMessage.newBuilder().setIslandId(island).setPeerId(address).build());
  }

  @Test
  void tells_the_realm_how_it_is() throws Exception {
    try (LiveKitServer server = LiveKitServer.start();
        LiveKitPeers peers = new LiveKitPeers()) {
      rig.start(server.url() + "/", QUICK, Map.of());

      TransportDiscovery told = rig.awaitTold(true, 0);

      assertThat(told.getId()).isEqualTo("casino");
      assertThat(told.getKind()).isEqualTo(TransportDiscovery.Kind.LIVEKIT);
      assertThat(told.getUrl()).isEqualTo(server.url());
      assertThat(told.getIslandSize()).isEqualTo(77);
      assertThat(told.getAvailableSeats()).isPositive();

      peers.join("one", rig.connectionString(ONE, "I1"));
      peers.join("two", rig.connectionString(TWO, "I2"));
      rig.awaitTold(true, 2);
      rig.awaitPeers(Map.of("I1", 1, "I2", 1));
      peers.leave("one");

      rig.awaitTold(true, 1);
    }
  }

  @Test
  void tells_of_itself_more_often_than_it_asks_where_silence_is_short() throws Exception {
    try (LiveKitServer server = LiveKitServer.start()) {
      LiveKit.Tuning slow =
          new LiveKit.Tuning(Duration.ofSeconds(1), new Poll.Tuning(Duration.ofHours(1), 1));
      rig.start(server.url(), slow, Map.of("transports.silence", "1s"));

      for (int told = 0; told < 4; told++) {
        rig.awaitTold(true, 0);
      }
    }
  }

  @Test
  void who_left_the_island_is_removed_and_kept_out() {
    try (LiveKitServer server = LiveKitServer.start();
        LiveKitPeers peers = new LiveKitPeers()) {
      rig.start(server.url(), QUICK, Map.of());
      String string = rig.connectionString(ONE, "I1");
      peers.join("one", string);
      peers.join("two", rig.connectionString(TWO, "I1"));
      peers.await("one joined", "two joined");

      left("I1", ONE);

      peers.await("one gone PARTICIPANT_REMOVED");

      peers.join("again", string);

      peers.await("again gone PARTICIPANT_REMOVED");

      joined("I1", ONE);
      peers.join("back", string);
      peers.await("back joined I1", "two sees " + ONE);
      peers.say("back", "I am here again");
      peers.await("two heard " + ONE + " I am here again");
    }
  }

  private void changed(String address, String connectionString) {
    rig.publish(
        Subjects.islandChanged(address),
        IslandChangedMessage.newBuilder()
            .setIslandId("I1")
            .setConnStr(connectionString)
            .build());
  }

  @Test
  void who_stays_when_the_island_moves_elsewhere_is_removed() {
    try (LiveKitServer server = LiveKitServer.withWebhook(rig.webhook());
        LiveKitPeers peers = new LiveKitPeers()) {
      rig.start(server.url(), QUICK, Map.of());
      String string = rig.connectionString(ONE, "I1");
      peers.join("one", string);
      peers.join("two", rig.connectionString(TWO, "I1"));
      rig.awaitEntered("I1", ONE, TWO);

      changed(ONE, "ws-room:ws://127.0.0.1/rooms/I1?access_token=t");

      peers.await("one gone PARTICIPANT_REMOVED");

      changed(ONE, string);
      peers.join("back", string);
      peers.await("back joined I1", "two sees " + ONE);
      peers.say("two", "welcome back");
      peers.await("back heard " + TWO + " welcome back");
    }
  }

  @Test
  void a_new_login_takes_the_place_of_the_old_one() {
    try (LiveKitServer server = LiveKitServer.withWebhook(rig.webhook());
        LiveKitPeers peers = new LiveKitPeers()) {
      rig.start(server.url(), QUICK, Map.of());
      peers.join("old", rig.connectionString(ONE, "I1"));
      rig.awaitEntered("I1", ONE);

      rig.publish(new Message(Subjects.connect(ONE), Payload.EMPTY));

      peers.await("old gone PARTICIPANT_REMOVED");

      peers.join("new", rig.connectionString(ONE, "I1"));
      peers.await("new joined I1");
      peers.join("two", rig.connectionString(TWO, "I1"));
      peers.await("new sees " + TWO);
      peers.say("two", "welcome");
      peers.await("new heard " + TWO + " welcome");
    }
  }

  @Test
  void who_is_banned_is_removed_and_kept_out() {
    Set<String> banned = ConcurrentHashMap.newKeySet();
    HttpServer bans = rig.get(() -> vertx
        .createHttpServer()
        .requestHandler(request -> request
            .response()
            .end("{\"data\":{\"isBanned\":" + banned.contains(request.path()) + "}}"))
        .listen(0, "127.0.0.1"));
    String url = "http://127.0.0.1:" + bans.actualPort() + "/{address}";
    try (LiveKitServer server = LiveKitServer.start();
        LiveKitPeers peers = new LiveKitPeers()) {
      rig.start(server.url(), QUICK, Map.of("access.bans-url", url, "access.bans-interval", "1s"));
      String string = rig.connectionString(ONE, "I1");
      peers.join("one", string);
      peers.join("two", rig.connectionString(TWO, "I1"));
      peers.await("one joined", "two joined");

      banned.add("/" + ONE);

      peers.await("one gone PARTICIPANT_REMOVED");

      peers.join("again", string);

      peers.await("again gone PARTICIPANT_REMOVED");
      peers.say("two", "still here");
      rig.awaitPeers(Map.of("I1", 1));
    }
  }

  @Test
  void webhooks_tell_who_came_and_went() {
    try (LiveKitServer server = LiveKitServer.withWebhook(rig.webhook());
        LiveKitPeers peers = new LiveKitPeers()) {
      rig.start(server.url(), BY_WEBHOOKS, Map.of());
      peers.join("one", rig.connectionString(ONE, "I1"));
      peers.join("two", rig.connectionString(TWO, "I1"));
      rig.awaitPeers(Map.of("I1", 2));

      peers.leave("one");

      rig.awaitPeers(Map.of("I1", 1));

      left("I1", TWO);

      peers.await("two gone PARTICIPANT_REMOVED");
      rig.awaitPeers(Map.of("I1", 0));
      assertThat(rig.get(() -> rig.liveKit().end(LiveKitRig.ID, "I1"))).isTrue();
      rig.awaitPeers(Map.of());
    }
  }

  @Test
  void a_server_that_is_killed_is_told_of_and_comes_back() throws Exception {
    try (LiveKitServer server = LiveKitServer.start();
        LiveKitPeers peers = new LiveKitPeers()) {
      rig.start(server.url(), QUICK, Map.of());
      String one = rig.connectionString(ONE, "I1");
      peers.join("one", one);
      rig.awaitTold(true, 1);

      server.kill();

      rig.awaitTold(false, 0);
      assertThat(rig.get(() -> Future.succeededFuture(rig.liveKit().health())))
          .isEqualTo(Map.of("casino", false));

      server.run();

      peers.await("one reconnected");
      peers.join("two", rig.connectionString(TWO, "I1"));
      peers.await("two joined I1", "one sees " + TWO);
      peers.say("two", "as before");
      peers.await("one heard " + TWO + " as before");
      rig.awaitTold(true, 2);
    }
  }
}
