package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.bus.Headers;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of a session for a server that comes back. */
class ResumeTest {
  private static final Headers OF_ALICE = new Headers(Map.of(Headers.SENDER, "0xa"));

  private GatewayRig rig;

  @AfterEach
  void stop() {
    rig.close();
  }

  private void open(Map<String, String> settings) throws Exception {
    rig = GatewayRig.open(settings);
  }

  @Test
  void who_comes_back_in_time_has_lost_nothing() throws Exception {
    open(Map.of());
    String token = rig.token("s", "X");
    ThirdParty server = ThirdParty.connect(rig.vertx(), rig.port(), token);
    String session = server.next("welcome").getString("session");
    server.subscribe("messageBus.scene.X.>");
    rig.say("messageBus.scene.X.a", "heard", OF_ALICE);
    long last = server.next("message").getLong("sequence");
    rig.say("messageBus.scene.X.a", "on the way", OF_ALICE);
    server.next("message");
    server.cut();
    rig.say("messageBus.scene.X.a", "meanwhile", OF_ALICE);

    ThirdParty again = rig.back(token, session, last);

    JsonObject welcome = again.next("welcome");
    assertThat(welcome.getBoolean("resumed")).isTrue();
    assertThat(welcome.getString("session")).isEqualTo(session);
    assertThat(again.next("message").getString("text")).isEqualTo("on the way");
    assertThat(again.next("message").getString("text")).isEqualTo("meanwhile");
    rig.say("messageBus.scene.X.a", "now", OF_ALICE);
    assertThat(again.next("message").getLong("sequence")).isEqualTo(last + 3);
  }

  @Test
  void a_session_has_one_connection_the_newest() throws Exception {
    open(Map.of());
    String token = rig.token("s", "X");
    ThirdParty server = ThirdParty.connect(rig.vertx(), rig.port(), token);
    String session = server.next("welcome").getString("session");

    ThirdParty again = rig.back(token, session, 0);

    assertThat(again.next("welcome").getBoolean("resumed")).isTrue();
    assertThat(server.close()).isEqualTo("4000 Replaced by a newer session");
    again.subscribe("messageBus.scene.X.>");
  }

  @Test
  void who_goes_on_by_a_newer_token_stays_for_as_long_as_that_is_good() throws Exception {
    open(Map.of());
    Area area = GatewayRig.area("X");
    Instant end = Instant.now().plusSeconds(8);
    ThirdParty server =
        ThirdParty.connect(rig.vertx(), rig.port(), rig.token(new Grant("s", area, area, end)));
    String session = server.next("welcome").getString("session");
    ThirdParty again = rig.back(rig.token("s", "X"), session, 0);
    assertThat(again.next("welcome").getBoolean("resumed")).isTrue();
    again.subscribe("messageBus.scene.X.>");

    await().atMost(Patience.TIME).until(() -> Instant.now().isAfter(end.plusSeconds(1)));

    rig.say("messageBus.scene.X.a", "still there", OF_ALICE);
    assertThat(again.next("message").getString("text")).isEqualTo("still there");
  }

  @Test
  void nobody_goes_on_with_a_session_of_another_token_or_form() throws Exception {
    open(Map.of());
    ThirdParty server = rig.server("s", "X");
    server.subscribe("messageBus.scene.X.>");
    ThirdParty same = ThirdParty.connect(rig.vertx(), rig.port(), rig.token("s", "X"));
    String session = same.next("welcome").getString("session");

    ThirdParty thief = rig.back(rig.token("thief", "X"), session, 0);

    JsonObject welcome = thief.next("welcome");
    assertThat(welcome.getBoolean("resumed")).isFalse();
    assertThat(welcome.getString("session")).isNotEqualTo(session);
    assertThat(welcome.getLong("last_sequence")).isZero();
  }

  @Test
  void events_that_begin_anew_with_a_large_snapshot_can_be_gone_on_with() throws Exception {
    open(Map.of("gateway.resume-bytes", "64KiB"));
    String token = rig.token("s", "X", "0,0");
    String query = "?subscribe=messageBus.scene.X.%3E";
    EventReader reader = EventReader.open(rig.port(), token, query, "");
    String session = reader.next("welcome").getString("session");
    reader.next("acknowledged");
    reader.next("snapshot");
    int peers = 95;
    for (int i = 0; i < peers; i++) {
      rig.heartbeat("0x" + String.format("%040x", i), 8, 8);
    }
    for (int i = 0; i < peers; i++) {
      reader.next("peer_entered");
    }
    for (int i = 0; i < 100; i++) {
      rig.say("messageBus.scene.X.a", "x".repeat(1000), OF_ALICE);
      reader.next("message");
    }

    EventReader again = EventReader.open(rig.port(), token, query, session + ":1");

    assertThat(again.next("welcome").getBoolean("resumed")).isFalse();
    assertThat(again.next("snapshot").getString("id")).startsWith(session + ":");
    reader.close();
    again.close();
  }

  @Test
  void who_was_away_for_too_much_begins_anew_with_a_snapshot() throws Exception {
    open(Map.of("gateway.resume-bytes", "64KiB"));
    String token = rig.token("s", "X", "0,0");
    rig.heartbeat("0xa", 8, 8);
    ThirdParty scout = rig.server("scout", "0,0");
    if (!scout.subscribe("messageBus.island.>").encode().contains("0xa")) {
      scout.next("peer_entered");
    }
    ThirdParty server = ThirdParty.connect(rig.vertx(), rig.port(), token);
    String session = server.next("welcome").getString("session");
    server.subscribe("messageBus.scene.X.>");
    server.subscribe("messageBus.island.*.peer.*.chat");
    server.cut();
    for (int i = 0; i < 100; i++) {
      rig.say("messageBus.scene.X.a", "x".repeat(1000), OF_ALICE);
    }

    ThirdParty again = rig.back(token, session, 2);

    JsonObject welcome = again.next("welcome");
    assertThat(welcome.getBoolean("resumed")).isFalse();
    assertThat(welcome.getString("session")).isEqualTo(session);
    long last = welcome.getLong("last_sequence");
    assertThat(last).isGreaterThanOrEqualTo(102);
    assertThat(again.next("snapshot").getLong("sequence")).isEqualTo(last + 1);
    JsonObject snapshot = again.next("snapshot");
    assertThat(snapshot.getJsonArray("islands").encode()).contains("0xa");
    rig.say("messageBus.scene.X.a", "now", OF_ALICE);
    assertThat(again.next("message").getString("text")).isEqualTo("now");
  }

  @Test
  void a_server_that_lets_too_much_wait_is_closed_and_may_come_back() throws Exception {
    open(Map.of("gateway.resume-bytes", "256KiB"));
    String token = rig.token("s", "X");
    ThirdParty server = ThirdParty.connect(rig.vertx(), rig.port(), token);
    String session = server.next("welcome").getString("session");
    server.subscribe("messageBus.scene.X.>");
    ThirdParty quick = rig.server("quick", "X");
    quick.subscribe("messageBus.scene.X.end");

    server.pause();
    for (int i = 0; i < 400; i++) {
      rig.say("messageBus.scene.X.a", "x".repeat(50_000), OF_ALICE);
    }
    rig.say("messageBus.scene.X.end", "", OF_ALICE);
    quick.awaitMessage("messageBus.scene.X.end");
    server.resume();

    // who reads so slowly may miss even why, since the close is waited for no longer than two
    // seconds
    assertThat(server.close()).isIn("1013 Client reads too slowly", "1006 null");
    ThirdParty again = rig.back(token, session, 1);
    assertThat(again.next("welcome").getBoolean("resumed")).isFalse();
    again.next("snapshot");
  }
}
