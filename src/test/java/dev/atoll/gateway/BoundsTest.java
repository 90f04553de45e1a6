package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.bus.Headers;
import dev.atoll.config.AtollSettings;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gateway does at each bound. */
class BoundsTest {
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
  void who_came_by_a_token_that_is_revoked_is_sent_away_and_nobody_else() throws Exception {
    open(Map.of());
    ThirdParty stolen = rig.server("stolen", "X");
    ThirdParty other = rig.server("other", "X");

    rig.node()
        .tokens(AtollSettings.of(Map.of("gateway.secret", Jwt.SECRET, "gateway.revoked", "stolen"))
            .gateway());

    assertThat(stolen.close()).isEqualTo("1008 Token refused");
    assertThat(ThirdParty.connect(rig.vertx(), rig.port(), rig.token("stolen", "X"))
            .close())
        .isEqualTo("1008 Token refused");
    other.leave();
  }

  @Test
  void a_server_that_does_not_read_has_the_newest_positions_and_all_the_rest() throws Exception {
    open(Map.of());
    Explorer explorer = Explorer.enter(rig.vertx(), rig.port(), 8, 8);
    ThirdParty server = rig.server("s", "0,0", "X");
    server.subscribe("messageBus.island.*.peer.*.position");
    server.subscribe("messageBus.scene.X.>");
    ThirdParty quick = rig.server("quick", "0,0", "X");
    quick.subscribe("messageBus.island.*.peer.*.position");
    quick.subscribe("messageBus.scene.X.>");

    server.pause();
    // more than sockets hold on both sides
    for (int i = 0; i < 200; i++) {
      rig.say("messageBus.scene.X.a", "x".repeat(10_000), OF_ALICE);
    }
    // else an explorer's positions may overtake them on their way to the bus
    for (int i = 0; i < 200; i++) {
      quick.awaitMessage("messageBus.scene.X.a");
    }
    for (int i = 1; i <= 500; i++) {
      explorer.sayPosition(i);
    }
    while (x(quick.next("message")) != 500) {
      // each on the way
    }
    server.resume();

    for (int i = 0; i < 200; i++) {
      server.awaitMessage("messageBus.scene.X.a");
    }
    int positions = 1;
    while (x(server.next("message")) != 500) {
      positions++;
    }
    assertThat(positions).isLessThan(500);
  }

  private static int x(JsonObject message) {
    return message.getJsonObject("position").getInteger("x");
  }

  @Test
  void who_publishes_too_fast_is_told_and_nothing_of_it_is_heard() throws Exception {
    open(Map.of("gateway.publish-rate", "1"));
    ThirdParty server = rig.server("s", "X");
    ThirdParty again = rig.server("s", "X");
    ThirdParty other = rig.server("other", "X");
    other.subscribe("messageBus.scene.X.>");

    int refused = 0;
    long began = System.nanoTime();
    for (int i = 0; i < 40; i++) {
      ThirdParty either = i % 2 == 0 ? server : again;
      either.send(new JsonObject().put("publish", "messageBus.scene.X.a").put("text", "x"));
      JsonObject answer = either.next();
      refused += answer.getString("event").equals("error") ? 1 : 0;
      if (answer.containsKey("name")) {
        assertThat(answer.getString("name")).isEqualTo("too_fast");
      }
    }

    // two at once, and one more each second that this takes
    long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    assertThat(40L - refused).isBetween(2L, 2 + seconds);
    for (int i = 0; i < 40 - refused; i++) {
      other.next("message");
    }
    assertThat(other.hasHeardAll()).isTrue();
  }

  @Test
  void there_are_no_more_servers_than_may_be() throws Exception {
    open(Map.of("gateway.max-servers", "2"));
    ThirdParty one = rig.server("one", "X");
    ThirdParty two = rig.server("two", "X");

    ThirdParty three = ThirdParty.connect(rig.vertx(), rig.port(), rig.token("three", "X"));
    assertThat(three.close()).isEqualTo("1013 No server can be added");

    two.cut();
    await().untilAsserted(() -> {
      ThirdParty four = ThirdParty.connect(rig.vertx(), rig.port(), rig.token("four", "X"));
      assertThat(four.next().getString("event")).isEqualTo("welcome");
    });
    one.subscribe("messageBus.scene.X.>");
  }

  @Test
  void a_session_has_no_more_subscriptions_than_may_be() throws Exception {
    open(Map.of());
    ThirdParty server = rig.server("s", "X");
    for (int i = 0; i < Following.MAX_SUBSCRIPTIONS; i++) {
      server.subscribe("messageBus.scene.X.n" + i);
    }

    assertThat(server.refusal(new JsonObject().put("subscribe", "messageBus.scene.X.>")))
        .isEqualTo("too_many_subscriptions");
    server.send(new JsonObject().put("unsubscribe", 1));
    server.next("acknowledged");
    server.subscribe("messageBus.scene.X.>");
  }

  @Test
  void who_subscribes_again_and_again_is_slowed_down() throws Exception {
    open(Map.of());
    ThirdParty server = rig.server("s", "X");

    // without waiting for answers, so that it is fast on any machine
    for (int i = 1; i <= 600; i++) {
      server.send(new JsonObject().put("subscribe", "messageBus.scene.X.>"));
      server.send(new JsonObject().put("unsubscribe", i));
    }

    assertThat(server.await("error").getString("name")).isEqualTo("too_fast");
  }

  @Test
  void a_token_subscribes_no_faster_by_leaving_and_coming_back() throws Exception {
    open(Map.of());

    int refused = 0;
    for (int i = 0; i < 20 && refused == 0; i++) {
      ThirdParty server = ThirdParty.connect(rig.vertx(), rig.port(), rig.token("s", "X"));
      if (!server.isLetIn()) {
        assertThat(server.close()).isEqualTo("1013 Subscriptions change too fast");
        return;
      }
      for (int k = 0; k < Following.MAX_SUBSCRIPTIONS; k++) {
        server.send(new JsonObject().put("subscribe", "messageBus.scene.X.>"));
      }
      server.leave();
      refused += server.count("too_fast");
    }

    assertThat(refused).isPositive();
  }

  @Test
  void who_begins_anew_again_and_again_is_slowed_down() throws Exception {
    open(Map.of());
    String token = rig.token("s", "X");
    ThirdParty server = ThirdParty.connect(rig.vertx(), rig.port(), token);
    String session = server.next("welcome").getString("session");
    for (int i = 0; i < Following.MAX_SUBSCRIPTIONS; i++) {
      server.subscribe("messageBus.scene.X.>");
    }
    server.cut();

    ThirdParty again = rig.back(token, session, -1);
    for (int i = 0; i < 20 && again.isLetIn(); i++) {
      again.cut();
      again = rig.back(token, session, -1);
    }

    assertThat(again.close()).isEqualTo("1013 Subscriptions change too fast");
  }

  @Test
  void many_bytes_count_as_many_messages() throws Exception {
    open(Map.of("gateway.publish-rate", "40"));
    ThirdParty server = rig.server("s", "X");

    // without waiting for answers, so that it is fast on any machine
    for (int i = 0; i < 40; i++) {
      server.send(new JsonObject()
          .put("publish", "messageBus.scene.X.a")
          .put("text", "x".repeat(20 << 10)));
    }

    for (int published = 0; published < 7; published++) {
      server.next("acknowledged");
    }
    assertThat(server.await("error").getString("name")).isEqualTo("too_fast");
  }

  @Test
  void one_token_shuts_nobody_out() throws Exception {
    open(Map.of("gateway.max-servers", "8"));
    for (int i = 0; i < 4; i++) {
      rig.server("greedy", "X");
    }

    ThirdParty fifth = ThirdParty.connect(rig.vertx(), rig.port(), rig.token("greedy", "X"));

    assertThat(fifth.close()).isEqualTo("1013 No server can be added");
    rig.server("other", "X");
  }

  @Test
  void of_two_tokens_of_one_id_the_first_counts_until_it_is_gone() throws Exception {
    open(Map.of());
    ThirdParty server = rig.server("s", "X");
    for (int i = 0; i < 3; i++) {
      ThirdParty other = ThirdParty.connect(rig.vertx(), rig.port(), rig.token("s", "Y"));
      assertThat(other.close()).isEqualTo("1008 Token refused");
    }

    server.leave();

    rig.server("s", "Y");
  }

  @Test
  void a_large_crowd_is_told_in_pieces() throws Exception {
    open(Map.of("gateway.resume-bytes", "64KiB", "islands.size", "50"));
    for (int i = 0; i < 1200; i++) {
      rig.heartbeat("0x%040x".formatted(i), i % 40, i / 40);
    }
    await().untilAsserted(() -> {
      ThirdParty server = rig.server("s", "-9,-9..9,9");
      int peers = 0;
      JsonObject snapshot = server.subscribe("messageBus.island.>");
      peers += peers(snapshot);
      while (snapshot.containsKey("more")) {
        snapshot = server.next("snapshot");
        peers += peers(snapshot);
      }
      server.leave();
      assertThat(peers).isEqualTo(1200);
    });
  }

  private static int peers(JsonObject snapshot) {
    return snapshot.getJsonArray("islands").stream()
        .mapToInt(island -> ((JsonObject) island).getJsonArray("peers").size())
        .sum();
  }
}
