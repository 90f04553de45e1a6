package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.auth.Identity;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.TestRealm;
import dev.atoll.node.TestRealm.Member;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.TermMessage;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three nodes of one realm, joined by links, on one NATS. */
class RealmOnNatsTest {
  private static final String FOREIGN = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";

  private static NatsServer server;
  private static ForeignService foreign;
  private static TestRealm realm;

  @BeforeAll
  static void start() throws Exception {
    server = NatsServer.start();
    foreign = new ForeignService(server);
    realm = new TestRealm(3, Map.of("nats.url", server.url(), "nats.dialects", "seed, 2023"));
    for (int i = 0; i < 3; i++) {
      realm.start(Map.of());
    }
    for (Member member : realm.members()) {
      awaitNats(member);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (realm != null) {
      realm.close();
      foreign.close();
      server.close();
    }
  }

  @BeforeEach
  void forget() {
    foreign.forget();
  }

  @Test
  void each_event_is_told_once_whichever_node_a_player_came_through() throws Exception {
    for (Member member : realm.members()) {
      Identity player = identity();
      String address = player.address();
      DoorClient client = login(member, player);
      client.heartbeat(1000, 0);
      foreign.await("engine.peer." + address + ".island_changed");
      client.leave();
      foreign.await("peer." + address + ".disconnect");
      awaitFlushes();

      assertThat(foreign.heard("peer." + address + ".connect")).hasSize(1);
      assertThat(foreign.heard("peer." + address + ".heartbeat")).hasSize(1);
      assertThat(foreign.heard("engine.peer." + address + ".island_changed")).hasSize(1);
      assertThat(foreign.heard("client-proto.peer." + address + ".island_changed"))
          .hasSize(1);
      assertThat(foreign.heard("peer." + address + ".disconnect")).hasSize(1);
    }
    List<Message> joins = foreign.heard().stream()
        .filter(each -> each.getSubject().endsWith(".peer_join"))
        .toList();
    assertThat(joins).hasSize(3);
  }

  @Test
  void all_islands_and_the_life_of_the_archipelago_are_told_by_the_leader_alone() {
    awaitFlushes();

    Set<String> tellers = foreign.heard("engine.islands").stream()
        .map(RealmOnNatsTest::origin)
        .collect(Collectors.toSet());
    assertThat(tellers).hasSize(1);
    String leader = origin(foreign.await("atoll.term"));
    assertThat(tellers).containsExactly(leader);
    Awaiting.soon().until(() -> !foreign.heard("engine.discovery").isEmpty());
    assertThat(foreign.heard("engine.discovery")).allMatch(each -> origin(each).equals(leader));
  }

  @Test
  void a_takeover_is_told_by_the_new_sessions_node_and_the_old_one_says_nothing_more()
      throws Exception {
    Identity player = identity();
    String address = player.address();
    DoorClient old = login(realm.members().get(1), player);
    old.heartbeat(-3000, 0);
    foreign.await("engine.peer." + address + ".island_changed");

    DoorClient now = login(realm.members().get(2), player);
    now.heartbeat(-3000, 0);
    foreign.awaitAll("peer." + address + ".heartbeat", 2);
    foreign.awaitAll("engine.peer." + address + ".island_changed", 2);
    now.leave();
    foreign.awaitAll("peer." + address + ".disconnect", 2);
    awaitFlushes();

    List<Message> presence = foreign.heard().stream()
        .filter(each -> each.getSubject().matches("peer\\." + address + "\\.(connect|disconnect)"))
        .toList();
    assertThat(presence)
        .extracting(each -> each.getSubject().replaceFirst(".*\\.", ""))
        .containsExactly("connect", "disconnect", "connect", "disconnect");
    assertThat(presence.subList(1, 4))
        .extracting(RealmOnNatsTest::origin)
        .containsOnly(origin(presence.get(3)));
    assertThat(origin(presence.get(0))).isNotEqualTo(origin(presence.get(1)));
    int first = foreign.heard().indexOf(presence.get(1));
    assertThat(foreign.heard().subList(first, foreign.heard().size()))
        .filteredOn(each -> each.getSubject().contains(address))
        .noneMatch(each -> origin(each).equals(origin(presence.get(0))));
  }

  @Test
  void what_a_node_of_this_cluster_says_is_never_taken_though_nobody_here_sees_it() {
    String cluster = origin(foreign.await("atoll.term")).replaceFirst("\\..*", "");
    String stranger = FOREIGN.replace('1', '2');

    foreign.say(
        "client-proto.peer." + FOREIGN + ".heartbeat",
        new Headers().put("Atoll-Origin", cluster + ".n-cut-off"),
        at(500));
    foreign.say(
        "client-proto.peer." + stranger + ".heartbeat",
        new Headers().put("Atoll-Origin", "c0123456789abcdef.n-of-another"),
        at(500));

    foreign.await("engine.peer." + stranger + ".island_changed");
    awaitFlushes();
    assertThat(foreign.heard("engine.peer." + FOREIGN + ".island_changed")).isEmpty();
    foreign.say("peer." + stranger + ".disconnect");
  }

  @Test
  void nobody_outside_speaks_for_a_player_of_another_node() throws Exception {
    Identity player = identity();
    DoorClient client = login(realm.members().get(2), player);
    client.heartbeat(7000, 0);
    foreign.await("engine.peer." + player.address() + ".island_changed");

    foreign.say("peer." + player.address() + ".disconnect");
    foreign.say("peer." + player.address() + ".heartbeat", at(-7000));

    awaitFlushes();
    assertThat(foreign.heard("engine.peer." + player.address() + ".island_changed"))
        .hasSize(1);
    client.leave();
  }

  @Test
  void a_leader_is_silent_while_one_of_a_newer_term_is_heard_on_nats() {
    Message term = foreign.await("atoll.term");
    String cluster = origin(term).replaceFirst("\\..*", "");
    TermMessage newer = TermMessage.newBuilder().setNumber(1000).setNode("zzz").build();

    foreign.say(
        "atoll.term",
        new Headers().put("Atoll-Origin", cluster + ".n-cut-off"),
        newer.toByteArray());
    foreign.awaitAll("atoll.term", foreign.heard("atoll.term").size() + 1);
    foreign.forget();
    foreign.awaitAll("atoll.term", 2);
    assertThat(foreign.heard("engine.islands")).isEmpty();

    Awaiting.soon().until(() -> !foreign.heard("engine.islands").isEmpty());
  }

  private static byte[] at(float x) {
    return Heartbeat.newBuilder()
        .setPosition(Position.newBuilder().setX(x))
        .build()
        .toByteArray();
  }

  private static String origin(Message message) {
    return message.getHeaders().getFirst("Atoll-Origin");
  }

  /** Two more reports, before which whatever was to be told has been. */
  private static void awaitFlushes() {
    foreign.awaitAll("engine.islands", foreign.heard("engine.islands").size() + 3);
  }

  private static void awaitNats(Member member) {
    Awaiting.soon()
        .until(() -> member
            .page("/health/ready")
            .replaceAll("\\s", "")
            .matches(".*\"nats\":\\{[^}]*\"pass\".*"));
  }

  private static DoorClient login(Member member, Identity identity) throws Exception {
    return DoorClient.connect(member.vertx(), member.node().httpPort()).login(identity);
  }

  private static Identity identity() {
    return Identity.random(Instant.now().plus(Duration.ofHours(1)));
  }
}
