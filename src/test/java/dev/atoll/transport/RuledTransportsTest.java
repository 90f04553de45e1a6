package dev.atoll.transport;

import static dev.atoll.transport.Fleets.island;
import static dev.atoll.transport.Fleets.islands;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.TransportKind;
import dev.atoll.config.TransportRule;
import dev.atoll.islands.IslandSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuledTransportsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final String PEERS_FIRST = "{ use: [p2p, ws-room] }";
  private static final String CASINO =
      "{ when: { parcels: ['55,80..60,90'] }, use: [livekit], island-size: 90 }";

  private final Transport peers = new P2pTransport();
  private final Transport rooms = new P2pTransport();
  private final Set<String> withoutTopics = new HashSet<>();
  private final Set<String> listened = new HashSet<>();
  private long now = 1000 * SECOND;

  @Test
  void an_island_whose_peers_all_have_topics_is_formed_peer_to_peer() {
    RuledTransports choice = choice(PEERS_FIRST);

    assertThat(review(choice, island("I1", "a", "b"))).isEmpty();

    assertThat(choice.of("I1")).isSameAs(peers);
  }

  @Test
  void an_island_with_a_peer_without_topics_is_not_and_nobody_is_told_twice() {
    RuledTransports choice = choice(PEERS_FIRST);
    withoutTopics.add("b");

    assertThat(review(choice, island("I1", "a", "b"))).isEmpty();

    assertThat(choice.of("I1")).isSameAs(rooms);
  }

  @Test
  void a_peer_without_topics_moves_the_island_it_comes_to() {
    RuledTransports choice = choice(PEERS_FIRST);
    review(choice, island("I1", "a"), island("I2", "c"));
    withoutTopics.add("b");

    IslandSnapshot joined = island("I1", "a", "b");
    assertThat(review(choice, joined, island("I2", "c"))).containsExactly(joined);

    assertThat(choice.of("I1")).isSameAs(rooms);
    assertThat(choice.of("I2")).isSameAs(peers);
  }

  @Test
  void a_peer_that_comes_back_through_a_door_without_topics_moves_its_island() {
    RuledTransports choice = choice(PEERS_FIRST);
    review(choice, island("I1", "a", "b"));
    withoutTopics.add("b");

    assertThat(review(choice, island("I1", "a", "b"))).hasSize(1);
  }

  @Test
  void a_listener_moves_the_island_it_listens_to() {
    RuledTransports choice = choice(PEERS_FIRST);
    review(choice, island("I1", "a", "b"));
    listened.add("I1");

    assertThat(review(choice, island("I1", "a", "b"))).hasSize(1);
    assertThat(choice.of("I1")).isSameAs(rooms);
  }

  @Test
  void an_island_that_moved_stays_when_the_peer_is_gone() {
    RuledTransports choice = choice(PEERS_FIRST);
    withoutTopics.add("b");
    review(choice, island("I1", "a", "b"));
    now += 3600 * SECOND;

    assertThat(review(choice, island("I1", "a"))).isEmpty();
    assertThat(choice.of("I1")).isSameAs(rooms);
  }

  @Test
  void what_falls_off_an_island_that_moved_starts_anew() {
    RuledTransports choice = choice(PEERS_FIRST);
    withoutTopics.add("b");
    review(choice, island("I1", "a", "b", "c"));

    review(choice, island("I1", "b"), island("I2", "a", "c"));

    assertThat(choice.of("I2")).isSameAs(peers);
  }

  @Test
  void islands_that_are_gone_are_forgotten() {
    RuledTransports choice = choice(PEERS_FIRST);
    review(choice, island("I1", "a"));

    review(choice);

    assertThat(choice.of("I1")).isSameAs(rooms);
    assertThat(choice.known().carried()).isEmpty();
  }

  @Test
  void tells_what_carries_how_many() {
    RuledTransports choice = choice(PEERS_FIRST);
    withoutTopics.add("c");
    review(choice, island("I1", "a", "b"), island("I2", "c"), island("I3", "d"));
    withoutTopics.add("d");

    review(choice, island("I1", "a", "b"), island("I2", "c"), island("I3", "d", "e"));

    assertThat(choice.known().carried())
        .isEqualTo(Map.of(
            "p2p", new Explanation.Carried(1, 2),
            "ws-room (this node's rooms)", new Explanation.Carried(2, 3)));
  }

  @Test
  void those_who_cannot_be_heard_do_not_wait_for_the_budget() {
    RuledTransports choice = choice(PEERS_FIRST);
    IslandSnapshot[] islands = islands(300, 0, "a");
    review(choice, islands);
    withoutTopics.addAll(
        List.of(islands).stream().map(each -> each.peers().get(0)).toList());

    assertThat(review(choice, islands)).hasSize(300);
  }

  @Test
  void those_who_cannot_be_heard_take_nothing_of_the_budget_of_others() {
    RuledTransports choice = choice(CASINO, PEERS_FIRST);
    choice.heard("", Fleets.status("sfu 9000/0"), now);
    IslandSnapshot plaza = island(0, "P", islands(200, 0, "a"));
    IslandSnapshot casino = island(900, "C", islands(2, 0, "c"));
    review(choice, plaza, casino);
    withoutTopics.add("a0");
    choice.heard("", Fleets.status("sfu 9000/0 !"), now);

    assertThat(review(choice, plaza, casino)).containsExactly(plaza, casino);
  }

  @Test
  void islands_of_a_transport_that_went_silent_move_oldest_first_and_within_the_budget() {
    RuledTransports choice = choice(CASINO);
    choice.heard("", Fleets.status("sfu 9000/0"), now);
    IslandSnapshot[] islands = islands(100, 900, "a", "b");
    review(choice, islands);
    now += 16 * SECOND;

    List<IslandSnapshot> moved = review(choice, islands);
    assertThat(moved).containsExactlyElementsOf(List.of(islands).subList(0, moved.size()));
    // the budget of a second, or of the time since the last look: then no more than 50 a second
    assertThat(moved).hasSize(100);
  }

  @Test
  void a_wave_takes_as_long_as_the_budget_says() {
    RuledTransports choice = choice(CASINO);
    choice.heard("", Fleets.status("sfu 9000/0"), now);
    IslandSnapshot[] islands = islands(100, 900, "a", "b");
    review(choice, islands);
    choice.heard("", Fleets.status("sfu 9000/0 ~"), now);

    List<Integer> waves = new ArrayList<>();
    for (int second = 0; second < 5; second++) {
      waves.add(review(choice, islands).size());
      now += SECOND;
    }

    assertThat(waves).containsExactly(25, 25, 25, 25, 0);
  }

  @Test
  void one_island_larger_than_the_budget_moves_and_the_next_waits_for_it() {
    RuledTransports choice = choice(CASINO);
    choice.heard("", Fleets.status("sfu 9000/0"), now);
    IslandSnapshot large = island(900, "I1", islands(150, 0, "a"));
    IslandSnapshot small = island(900, "I2", islands(2, 0, "z"));
    review(choice, large, small);
    choice.heard("", Fleets.status("sfu 9000/0 ~"), now);

    assertThat(review(choice, large, small)).containsExactly(large);
    now += 2 * SECOND;
    assertThat(review(choice, large, small)).isEmpty();
    now += SECOND;
    assertThat(review(choice, large, small)).containsExactly(small);
  }

  @Test
  void transports_of_a_dead_one_take_its_islands_in_equal_parts() {
    RuledTransports choice = choice("{ use: [livekit] }");
    choice.heard("", Fleets.status("sfu 9000/0"), now);
    IslandSnapshot[] islands = islands(20, 0, "a");
    review(choice, islands);
    choice.heard("", Fleets.status("one 9000/0"), now);
    choice.heard("", Fleets.status("two 9000/0"), now);
    choice.heard("", Fleets.status("sfu 9000/20 !"), now);

    assertThat(review(choice, islands)).hasSize(20);

    Transport first = choice.of("I0");
    assertThat(List.of(islands))
        .filteredOn(each -> choice.of(each.id()) == first)
        .hasSize(10);
    assertThat(List.of(islands)).noneMatch(each -> choice.of(each.id()) == rooms);
  }

  @Test
  void a_rule_moves_an_island_after_the_minimum_stay_and_gives_it_its_size() {
    RuledTransports choice = choice(CASINO);
    choice.heard("", Fleets.status("sfu 9000/0"), now);
    IslandSnapshot plaza = island("I1", "a", "b");
    IslandSnapshot casino = island(900, "I1", plaza);
    review(choice, plaza);
    now += 29 * SECOND;
    choice.heard("", Fleets.status("sfu 9000/0"), now);
    assertThat(review(choice, casino)).isEmpty();

    now += SECOND;
    Review.Outcome outcome = reviewed(choice, casino);

    assertThat(outcome.moved()).containsExactly(casino);
    assertThat(outcome.resized()).containsExactly(new Review.Resized("I1", 90));
    assertThat(choice.openSize()).isEqualTo(90);
  }

  @Test
  void a_small_transport_makes_new_islands_small_only_where_a_rule_means_it() {
    RuledTransports choice = choice(CASINO, "{ use: [p2p] }");
    choice.heard(
        "",
        new TransportStatus("tiny", TransportKind.WS_ROOM, "wss://tiny", 10, 0, 2, true, false),
        now);
    review(choice, island("I1", "a"));
    assertThat(choice.openSize()).isEqualTo(90);

    choice.rules(Fleets.rules("{ use: ['ws-room:tiny'] }"));

    assertThat(choice.openSize()).isEqualTo(2);
  }

  @Test
  void one_that_comes_back_at_another_place_is_another_one() {
    RuledTransports choice = choice(CASINO);
    choice.heard("", Fleets.status("sfu 9000/0"), now);
    IslandSnapshot island = island(900, "I1", islands(2, 0, "a"));
    review(choice, island);
    Transport before = choice.of("I1");

    choice.heard(
        "",
        new TransportStatus("sfu", TransportKind.LIVEKIT, "wss://new", 10, 0, 0, true, false),
        now);

    assertThat(review(choice, island)).containsExactly(island);
    assertThat(choice.of("I1")).isNotSameAs(before).isNotSameAs(rooms);
  }

  @Test
  void new_rules_count_from_the_next_look_and_one_that_stays_keeps_its_islands() {
    RuledTransports choice = choice("{ when: { size: '1..8' }, use: [p2p] }", "{ use: [ws-room] }");
    IslandSnapshot nine = island(0, "I1", islands(9, 0, "a"));
    review(choice, island(0, "I1", islands(8, 0, "a")));
    now += 60 * SECOND;

    choice.rules(Fleets.rules(
        CASINO, "{ when: { size: '1..8' }, use: [p2p] }", "{ use: [ws-room], island-size: 30 }"));
    assertThat(review(choice, nine)).isEmpty();
    assertThat(choice.of("I1")).isSameAs(peers);
    assertThat(choice.openSize()).isEqualTo(30);

    choice.rules(Fleets.rules("{ use: [ws-room] }"));
    assertThat(review(choice, nine)).containsExactly(nine);
  }

  @Test
  void a_move_between_two_that_bridge_is_bridged() {
    RuledTransports choice = choice("{ use: ['ws-room:a', 'ws-room:b'] }");
    choice.heard("", bridging("a", false), now);
    choice.heard("", bridging("b", false), now);
    review(choice, island("I1", "p"));
    choice.heard("", bridging("a", true), now);

    Review.Outcome outcome = reviewed(choice, island("I1", "p"));

    assertThat(outcome.bridged()).containsExactly(new Review.Bridged("I1", "a", "b"));
  }

  @Test
  void a_move_from_what_is_gone_or_to_what_does_not_bridge_is_not() {
    RuledTransports choice = choice("{ use: ['ws-room:a', 'ws-room:b', ws-room] }");
    choice.heard("", bridging("a", false), now);
    choice.heard("", bridging("own", false), now);
    review(choice, island("I1", "p"));
    choice.heard("", Fleets.status("ws:b 10/0"), now);
    choice.heard("", bridging("a", true), now);

    Review.Outcome toOne = reviewed(choice, island("I1", "p"));

    assertThat(toOne.moved()).hasSize(1);
    assertThat(toOne.bridged()).isEmpty();
    choice.heard("", bridging("a", false), now);
    now += 31 * SECOND;
    Review.Outcome fromSilence = reviewed(choice, island("I1", "p"));
    assertThat(fromSilence.moved()).hasSize(1);
    assertThat(fromSilence.bridged()).isEmpty();
  }

  @Test
  void a_node_that_goes_on_for_another_knows_which_rule_each_island_has_and_for_how_long() {
    RuledTransports before = choice(PEERS_FIRST);
    withoutTopics.add("b");
    review(before, island("I1", "a", "b"));
    now += 3600 * SECOND;
    withoutTopics.clear();
    review(before, island("I1", "a"));

    RuledTransports after = choice(CASINO, PEERS_FIRST);
    after.adopt(island("I1", "a"), before.stays(now).get("I1"), now);

    // one of which nothing is known would be peer to peer again
    assertThat(review(after, island("I1", "a"))).isEmpty();
    assertThat(after.of("I1")).isSameAs(rooms);
    assertThat(after.stays(now + SECOND).get("I1"))
        .isEqualTo(new Stay("own", before.stays(now).get("I1").rule(), 3601 * SECOND));
  }

  @Test
  void an_island_in_livekit_stays_there_when_the_leader_that_told_of_it_is_lost() {
    RuledTransports after = choice("{ use: [livekit] }");
    after.heard("a", Fleets.status("sfu 9000/0"), now);
    after.heard("a", Fleets.status("ws:of-a 10/0"), now);
    after.lost("a", now);

    after.adopt(island("I1", "p"), new Stay("sfu", 0, 0), now);
    after.adopt(island("I2", "q"), new Stay("of-a", 0, 0), now);

    assertThat(after.nameOf("I1")).isEqualTo("sfu");
    assertThat(after.nameOf("I2")).isEmpty();
    assertThat(review(after, island("I1", "p"))).isEmpty();
  }

  @Test
  void an_island_leaves_after_the_rest_of_its_minimum_stay_when_another_node_goes_on() {
    RuledTransports after = choice("{ use: [ws-room:a] }");
    after.heard("", Fleets.status("ws:a 10/0"), now);

    after.adopt(island("I1", "p"), new Stay("own", 0, 29 * SECOND), now);

    assertThat(review(after, island("I1", "p"))).isEmpty();
    now += 2 * SECOND;
    assertThat(review(after, island("I1", "p"))).hasSize(1);
  }

  private static TransportStatus bridging(String id, boolean draining) {
    String url = "wss://" + id + ".example";
    return new TransportStatus(id, TransportKind.WS_ROOM, url, 10, 0, 100, true, draining, true);
  }

  private RuledTransports choice(String... flow) {
    List<TransportRule> rules = Fleets.rules(flow);
    return new RuledTransports(
        new RuledTransports.Terms(
            rules, 100, Duration.ofSeconds(30), 50, Duration.ofSeconds(15), false),
        new RuledTransports.Parts(
            peers,
            rooms,
            () -> "own",
            true,
            status -> Optional.of(new P2pTransport()),
            SceneMap.UNKNOWN,
            listened::contains));
  }

  private List<IslandSnapshot> review(RuledTransports choice, IslandSnapshot... islands) {
    return reviewed(choice, islands).moved();
  }

  private Review.Outcome reviewed(RuledTransports choice, IslandSnapshot... islands) {
    return choice.review(new Review(List.of(islands), peer -> !withoutTopics.contains(peer), now));
  }
}
