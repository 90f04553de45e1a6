package dev.atoll.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.TransportRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  private static final String PLAZA =
      "{ when: { parcels: ['-10,-10..10,10'], size: '1..8' }, use: [p2p, ws-room] }";
  private static final String CASINO =
      "{ when: { parcels: ['55,80..60,90'] }, use: [livekit], island-size: 100, spread: fewest-users }";
  private static final String TOWN = "{ use: [ws-room] }";

  private final Rules rules = new Rules(Fleets.rules(PLAZA, CASINO, TOWN), 70, false);

  @ParameterizedTest
  @CsvSource({
    // parcels' edges are 16 m apart: -160 is the first metre of parcel -10, 176 the first after 10
    "0, 0, 1, p2p, 0, 70",
    "0, 0, 8, p2p, 0, 70",
    "0, 0, 9, ws-room (this node's rooms), 2, 70",
    "-160, 0, 5, p2p, 0, 70",
    "-160.1, 0, 5, ws-room (this node's rooms), 2, 70",
    "175.9, 175.9, 5, p2p, 0, 70",
    "176, 0, 5, ws-room (this node's rooms), 2, 70",
    "880, 1280, 5, livekit:sfu, 1, 100",
    "975.9, 1455.9, 500, livekit:sfu, 1, 100",
    "879, 1280, 5, ws-room (this node's rooms), 2, 70",
    "NaN, NaN, 5, ws-room (this node's rooms), 2, 70"
  })
  void a_new_island_gets_what_the_first_rule_that_matches_says(
      double x, double z, int size, String carrier, int rule, int islandSize) {
    Verdict verdict = judge(Fleets.at(x, z, size), "sfu 1000/0");

    assertThat(verdict.carrier()).hasToString(carrier);
    assertThat(verdict.rule()).isEqualTo(rule);
    assertThat(verdict.islandSize()).isEqualTo(islandSize);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sfu 1000/0 !", "sfu 1000/0 ~", "sfu 4/0", "ws:other 10/5"})
  void where_nothing_suits_this_nodes_rooms_serve(String status) {
    assertThat(judge(Fleets.at(900, 1300, 5), status).carrier()).isSameAs(Carrier.OWN_ROOMS);
  }

  @Test
  void an_island_that_no_rule_matches_gets_this_nodes_rooms() {
    Rules one = new Rules(Fleets.rules(CASINO), 70, false);

    Verdict verdict = one.judge(Fleets.at(0, 0, 5), Held.NOTHING, Fleets.of(), Witness.NONE);

    assertThat(verdict).isEqualTo(new Verdict(Carrier.OWN_ROOMS, Verdict.NO_RULE, 70));
  }

  @Test
  void without_rules_all_get_rooms_and_those_of_other_nodes_too() {
    Rules none = new Rules(List.of(), 70, false);

    Verdict verdict = none.judge(
        Fleets.at(0, 0, 5), Held.NOTHING, Fleets.of("ws:own 90/10", "ws:two 95/5"), Witness.NONE);

    assertThat(verdict.carrier()).hasToString("ws-room:two");
  }

  @Test
  void peer_to_peer_needs_topics_for_all_and_nobody_who_listens() {
    assertThat(judge(Fleets.withoutTopics(0, 0, 3)).carrier()).isSameAs(Carrier.OWN_ROOMS);
    assertThat(judge(Fleets.listened(0, 0, 3)).carrier()).isSameAs(Carrier.OWN_ROOMS);
  }

  @ParameterizedTest
  @CsvSource({
    // who has the rule of 1..8 keeps it at 9, and who has the rule after it enters at 8
    "8, 8, 0",
    "8, 9, 0",
    "8, 10, 2",
    "12, 9, 2",
    "12, 8, 0"
  })
  void a_size_is_left_only_past_its_margin(int before, int after, int rule) {
    Verdict first = judge(Fleets.at(0, 0, before));

    Verdict second = judge(Fleets.at(0, 0, after), settled(first));

    assertThat(second.rule()).isEqualTo(rule);
  }

  @Test
  void the_margin_of_a_large_size_is_a_tenth_of_it() {
    Rules large =
        new Rules(Fleets.rules("{ when: { size: '50..' }, use: [livekit] }", TOWN), 70, false);
    Verdict first =
        large.judge(Fleets.at(0, 0, 50), Held.NOTHING, Fleets.of("sfu 900/0"), Witness.NONE);

    for (int size = 49; size >= 45; size--) {
      assertThat(large.judge(
              Fleets.at(0, 0, size), settled(first), Fleets.of("sfu 900/0"), Witness.NONE))
          .isSameAs(first);
    }
    assertThat(large
            .judge(Fleets.at(0, 0, 44), settled(first), Fleets.of("sfu 900/0"), Witness.NONE)
            .rule())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"183.9, 0", "184, 2", "-168, 0", "-168.1, 2"})
  void parcels_are_left_only_half_a_parcel_outside(double x, int rule) {
    Verdict first = judge(Fleets.at(0, 0, 5));

    assertThat(judge(Fleets.at(x, 0, 5), settled(first)).rule()).isEqualTo(rule);
  }

  @Test
  void a_rule_leaves_what_it_has_only_after_the_minimum_stay() {
    Verdict first = judge(Fleets.at(0, 0, 5));

    assertThat(judge(Fleets.at(0, 0, 60), new Held(first, true))).isSameAs(first);
    assertThat(judge(Fleets.at(0, 0, 60), settled(first)).carrier()).isSameAs(Carrier.OWN_ROOMS);
  }

  @Test
  void what_cannot_carry_the_island_any_more_is_left_at_once() {
    Verdict linked = judge(Fleets.at(0, 0, 5));
    assertThat(judge(Fleets.withoutTopics(0, 0, 6), new Held(linked, true)).carrier())
        .isSameAs(Carrier.OWN_ROOMS);
    assertThat(judge(Fleets.listened(0, 0, 5), new Held(linked, true)).carrier())
        .isSameAs(Carrier.OWN_ROOMS);

    Verdict played = judge(Fleets.at(900, 1300, 5), "sfu 100/0", "two 100/7");
    for (String end : List.of("sfu 100/0 !", "sfu 100/0 ~", "ws:sfu 100/0")) {
      assertThat(judge(Fleets.at(900, 1300, 5), new Held(played, true), end, "two 100/7")
              .carrier())
          .as(end)
          .hasToString("livekit:two");
    }
    assertThat(judge(Fleets.at(900, 1300, 5), new Held(played, true)).carrier())
        .isSameAs(Carrier.OWN_ROOMS);
  }

  @Test
  void an_island_that_left_peer_to_peer_returns_only_by_another_rule() {
    Verdict first = judge(Fleets.withoutTopics(0, 0, 5));

    Verdict later = judge(Fleets.at(0, 0, 4), settled(first));
    assertThat(later).isSameAs(first);

    Verdict away = judge(Fleets.at(500, 0, 4), settled(later));
    assertThat(judge(Fleets.at(0, 0, 4), settled(away)).carrier()).isSameAs(Carrier.PEERS);
  }

  @Test
  void an_island_returns_to_the_better_transport_when_that_is_back() {
    Rules two = new Rules(Fleets.rules("{ use: [livekit, ws-room] }"), 70, false);
    Verdict first = two.judge(Fleets.at(0, 0, 5), Held.NOTHING, Fleets.of(), Witness.NONE);

    Fleet back = Fleets.of("sfu 10/0");

    assertThat(two.judge(Fleets.at(0, 0, 5), new Held(first, true), back, Witness.NONE))
        .isSameAs(first);
    assertThat(two.judge(Fleets.at(0, 0, 5), settled(first), back, Witness.NONE).carrier())
        .hasToString("livekit:sfu");
  }

  @Test
  void an_island_stays_on_its_one_of_several_however_full_it_gets() {
    Verdict first = judge(Fleets.at(900, 1300, 5), "sfu 100/0", "two 100/7");

    assertThat(judge(Fleets.at(900, 1300, 50), settled(first), "sfu 0/900", "two 100/0"))
        .isSameAs(first);
  }

  @ParameterizedTest
  @CsvSource({
    "fewest-users, one",
    "fill, two",
  })
  void of_several_the_spread_chooses(String spread, String id) {
    Rules spreading =
        new Rules(Fleets.rules("{ use: [livekit], spread: " + spread + " }"), 70, false);

    Verdict verdict = spreading.judge(
        Fleets.at(0, 0, 5),
        Held.NOTHING,
        Fleets.of("one 50/3", "two 5/30", "full 4/99", "down 50/0 !"),
        Witness.NONE);

    assertThat(verdict.carrier().id()).isEqualTo(id);
  }

  @Test
  void sticky_places_stay_when_another_transport_comes() {
    Rules sticky = new Rules(Fleets.rules("{ use: [livekit], spread: sticky }"), 70, false);
    int moved = 0;
    for (int place = 0; place < 100; place++) {
      Situation island = Fleets.at(place * 128 + 3, 0, 5);
      String before = id(sticky, island, "one 999/0", "two 999/0", "three 999/0");
      String after = id(sticky, island, "one 999/0", "two 999/0", "three 999/0", "four 999/0");
      assertThat(after).isIn(before, "four");
      moved += before.equals(after) ? 0 : 1;
    }
    assertThat(moved).isBetween(10, 40);
  }

  private static String id(Rules rules, Situation island, String... fleet) {
    return rules
        .judge(island, Held.NOTHING, Fleets.of(fleet), Witness.NONE)
        .carrier()
        .id();
  }

  @Test
  void one_of_a_kind_can_be_named() {
    Rules named = new Rules(
        Fleets.rules("{ use: ['livekit:two', 'ws-room:far', 'ws-room:own'] }"), 70, false);

    assertThat(id(named, Fleets.at(0, 0, 5), "one 99/0", "two 99/50")).isEqualTo("two");
    assertThat(id(named, Fleets.at(0, 0, 5), "one 99/0", "ws:far 9/0")).isEqualTo("far");
    assertThat(id(named, Fleets.at(0, 0, 5), "ws:own 9/0", "ws:near 9/0")).isEmpty();
  }

  @Test
  void many_islands_of_one_moment_do_not_all_go_where_there_were_the_fewest() {
    Fleet fleet = Fleets.of("one 100/0", "two 100/3");
    for (int island = 0; island < 10; island++) {
      fleet.promise(
          rules
              .judge(Fleets.at(900, 1300, 5), Held.NOTHING, fleet, Witness.NONE)
              .carrier(),
          5);
    }

    assertThat(fleet.pick(
            new Fleet.Sought(Use.of("livekit:one"), 76, TransportRule.Spread.FILL, 0),
            Witness.NONE))
        .isNull();
    assertThat(fleet.pick(
            new Fleet.Sought(Use.of("livekit:one"), 75, TransportRule.Spread.FILL, 0),
            Witness.NONE))
        .isNotNull();
  }

  @Test
  void a_scene_counts_by_its_id_and_by_the_pointers_of_its_parcels() {
    for (String name : List.of("bafkrei", "'3,4'")) {
      Rules byScene =
          new Rules(Fleets.rules("{ when: { scene: [" + name + "] }, use: [livekit] }"), 70, false);

      assertThat(byScene
              .judge(inScene(5), Held.NOTHING, Fleets.of("sfu 9/0"), Witness.NONE)
              .rule())
          .isZero();
      assertThat(byScene
              .judge(inScene(300), Held.NOTHING, Fleets.of("sfu 9/0"), Witness.NONE)
              .rule())
          .isEqualTo(Verdict.NO_RULE);
    }
  }

  @Test
  void a_scene_that_is_not_known_makes_nobody_enter_and_nobody_leave() {
    Rules byScene =
        new Rules(Fleets.rules("{ when: { scene: [bafkrei] }, use: [livekit] }"), 70, false);
    Fleet fleet = Fleets.of("sfu 9/0");
    Verdict inside = byScene.judge(inScene(5), Held.NOTHING, fleet, Witness.NONE);

    assertThat(
            byScene.judge(Fleets.at(5, 5, 5), Held.NOTHING, fleet, Witness.NONE).rule())
        .isEqualTo(Verdict.NO_RULE);
    assertThat(byScene.judge(Fleets.at(5, 5, 5), settled(inside), fleet, Witness.NONE))
        .isSameAs(inside);
    // half a parcel beyond it, and farther
    assertThat(byScene.judge(inScene(167), settled(inside), fleet, Witness.NONE))
        .isSameAs(inside);
    assertThat(byScene.judge(inScene(168), settled(inside), fleet, Witness.NONE).rule())
        .isEqualTo(Verdict.NO_RULE);
  }

  private static Situation inScene(double x) {
    return new Situation.Written(x, 70, 5, List.of(), false, Fleets.scene("bafkrei", "3,4", "4,4"));
  }

  @Test
  void a_transports_own_limit_counts_where_it_is_smaller() {
    assertThat(judge(Fleets.at(900, 1300, 5), "sfu 99/0/40").islandSize()).isEqualTo(40);
    assertThat(judge(Fleets.at(500, 0, 5), "ws:own 99/0/50").islandSize()).isEqualTo(50);
    assertThat(judge(Fleets.at(500, 0, 5), "ws:own 99/0/150").islandSize()).isEqualTo(70);
    Rules plain = new Rules(Fleets.rules("{ use: [livekit] }"), 70, false);
    assertThat(plain
            .judge(Fleets.at(0, 0, 1), Held.NOTHING, Fleets.of("sfu 999/0/200"), Witness.NONE)
            .islandSize())
        .isEqualTo(200);
  }

  @Test
  void an_island_goes_where_all_of_it_is_taken() {
    Rules anywhere = new Rules(Fleets.rules("{ use: [livekit, ws-room] }"), 70, false);
    Fleet small = Fleets.of("small 999/0/40", "ws:big 999/0/60");

    Verdict some = anywhere.judge(Fleets.at(0, 0, 40), Held.NOTHING, small, Witness.NONE);
    Verdict more = anywhere.judge(Fleets.at(0, 0, 41), Held.NOTHING, small, Witness.NONE);

    assertThat(some.carrier().id()).isEqualTo("small");
    assertThat(more.carrier().id()).isEqualTo("big");
  }

  @Test
  void where_islands_drain_they_stay_and_take_nobody_in() {
    Rules draining = new Rules(Fleets.rules(CASINO), 70, true);
    Situation island = Fleets.at(900, 1300, 5);
    Verdict first = draining.judge(island, Held.NOTHING, Fleets.of("sfu 99/0"), Witness.NONE);

    Verdict gone = draining.judge(island, settled(first), Fleets.of(), Witness.NONE);

    assertThat(gone).isEqualTo(new Verdict(first.carrier(), 0, 0));
    assertThat(draining.judge(island, settled(gone), Fleets.of(), Witness.NONE)).isSameAs(gone);
    assertThat(draining.judge(island, settled(gone), Fleets.of("sfu 99/0"), Witness.NONE))
        .isEqualTo(first);
  }

  @Test
  void while_one_drains_islands_go_to_the_one_that_started_last_and_has_seats() {
    Rules rooms = new Rules(List.of(), 70, false);
    Fleet fleet = new Fleet(false);
    Situation island = Fleets.at(0, 0, 5);
    fleet.update(
        List.of(started("ws:old 90/1", 1), started("ws:new 90/50", 3), started("ws:full 4/0", 4)),
        "own");

    Verdict spread = rooms.judge(island, Held.NOTHING, fleet, Witness.NONE);
    fleet.update(
        List.of(
            started("ws:old 90/1 ~", 1),
            started("ws:older 90/0", 2),
            started("ws:new 90/50", 3),
            started("ws:full 4/0", 4)),
        "own");
    Verdict drained = rooms.judge(island, settled(spread), fleet, Witness.NONE);

    assertThat(spread.carrier()).hasToString("ws-room:old");
    assertThat(drained.carrier()).hasToString("ws-room:new");
  }

  private static TransportStatus started(String text, long millis) {
    return Fleets.status(text).startedAt(millis);
  }

  @Test
  void a_node_without_rooms_sends_nobody_behind_its_origin_once_it_knows_rooms_elsewhere() {
    Rules none = new Rules(List.of(), 70, true);
    Fleet alone = new Fleet(false);
    Fleet joined = new Fleet(false);
    joined.update(List.of(Fleets.status("ws:two 90/0")), "own");
    Situation island = Fleets.at(0, 0, 5);

    Verdict first = none.judge(island, Held.NOTHING, alone, Witness.NONE);

    assertThat(first).isEqualTo(new Verdict(Carrier.OWN_ROOMS, 0, 70));
    assertThat(none.judge(island, new Held(first, true), alone, Witness.NONE)).isSameAs(first);
    assertThat(none.judge(island, new Held(first, true), joined, Witness.NONE).carrier())
        .hasToString("ws-room:two");
  }

  private Verdict judge(Situation island, String... fleet) {
    return judge(island, Held.NOTHING, fleet);
  }

  private Verdict judge(Situation island, Held held, String... fleet) {
    return rules.judge(island, held, Fleets.of(fleet), Witness.NONE);
  }

  private static Held settled(Verdict verdict) {
    return new Held(verdict, false);
  }
}
