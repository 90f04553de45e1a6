package dev.atoll.islands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.islands.EngineState.IslandState;
import dev.atoll.islands.EngineState.PeerState;
import dev.atoll.islands.IslandChange.ChangeTo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class AdoptionTest {
  private final IslandsEngine engine = engine("It2");

  @Test
  void an_island_of_elsewhere_goes_on_as_it_was_and_nobody_is_told() {
    engine.adopt(island("It11", 4, at("a", 0), at("b", 10)));

    assertThat(engine.flush()).isEmpty();
    assertThat(engine.islands())
        .containsExactly(
            new IslandSnapshot("It11", List.of("a", "b"), new Position(5, 0, 0), 5, 4));
    assertThat(engine.peerCount()).isEqualTo(2);
  }

  @Test
  void who_was_heard_before_its_island_was_adopted_is_in_it_where_it_was_heard() {
    engine.move("a", 20, 0, 0, Wish.room("X"));

    engine.adopt(island("It11", 3, at("a", 0), at("b", 10)));

    assertThat(engine.flush()).isEmpty();
    assertThat(engine.islandOf("a")).contains("It11");
    assertThat(engine.positionOf("a")).contains(new Position(20, 0, 0));
    assertThat(engine.wishOf("a")).contains("X");
  }

  @Test
  void islands_of_one_id_are_united() {
    engine.adopt(island("It11", 3, at("a", 0)));
    engine.flush();

    engine.adopt(island("It11", 3, at("b", 10), at("c", 20)));

    assertThat(engine.flush()).isEmpty();
    assertThat(engine.islands().get(0).peers()).containsExactly("a", "b", "c");
  }

  @Test
  void what_is_too_far_apart_in_a_union_is_parted_by_the_next_flush() {
    engine.adopt(island("It11", 3, at("a", 0), at("b", 10)));

    engine.adopt(island("It11", 3, at("c", 900)));

    assertThat(engine.flush()).containsExactly(new ChangeTo("c", "It21", "It11"));
  }

  @Test
  void of_a_union_that_is_too_big_the_part_with_fewer_gets_a_new_island() {
    engine.adopt(island("It11", 3, at("a", 0), at("b", 10)));

    engine.adopt(island("It11", 3, at("c", 500), at("d", 510)));

    assertThat(engine.flush())
        .containsExactly(new ChangeTo("c", "It21", ""), new ChangeTo("d", "It21", "It22"));
    assertThat(engine.islandOf("a")).contains("It11");
  }

  @Test
  void of_a_union_that_is_too_big_the_part_with_more_keeps_the_island_though_it_comes_later() {
    engine.adopt(island("It11", 3, at("a", 0)));

    engine.adopt(island("It11", 3, at("b", 500), at("c", 510), at("d", 520)));

    assertThat(engine.flush()).containsExactly(new ChangeTo("a", "It21", ""));
    assertThat(engine.island("It11").orElseThrow().peers()).containsExactly("b", "c", "d");
  }

  @Test
  void who_has_an_island_here_stays_there() {
    engine.move("a", 0, 0, 0, Wish.UNCHANGED);
    engine.flush();

    engine.adopt(island("It11", 3, at("a", 500), at("b", 510)));

    assertThat(engine.flush()).isEmpty();
    assertThat(engine.islandOf("a")).contains("It21");
    assertThat(engine.island("It11").orElseThrow().peers()).containsExactly("b");
  }

  @Test
  void nothing_is_left_of_an_island_whose_peers_all_have_one_here() {
    engine.move("a", 0, 0, 0, Wish.UNCHANGED);
    engine.flush();

    engine.adopt(island("It11", 3, at("a", 500)));

    assertThat(engine.island("It11")).isEmpty();
  }

  @Test
  void who_was_just_disconnected_here_is_told_its_island_anew() {
    engine.move("a", 0, 0, 0, Wish.UNCHANGED);
    engine.flush();
    engine.disconnect("a");

    engine.adopt(island("It11", 3, at("a", 5), at("b", 10)));

    assertThat(engine.flush()).containsExactly(new ChangeTo("a", "It11", "It22"));
    assertThat(engine.peerCount()).isEqualTo(2);
  }

  @Test
  void the_state_that_goes_on_is_whole() {
    engine.adopt(island("It11", 3, at("a", 0), at("b", 10)));
    engine.adopt(island("It12", 3, at("c", 500)));
    IslandsEngine next = engine("It3");

    next.restore(engine.state());

    assertThat(next.state()).isEqualTo(engine.state());
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void an_engine_that_adopts_all_of_another_in_any_order_moves_nobody(@ForAll long seed) {
    RandomWorld world = new RandomWorld(seed, Merge.STABLE);
    IslandsEngine before = new IslandsEngine(world.parameters);
    settle(before, world);
    List<IslandState> islands = new ArrayList<>(before.state().islands());
    Collections.shuffle(islands, new Random(seed));
    IslandsEngine after = new IslandsEngine(world.parameters);

    islands.forEach(after::adopt);

    assertThat(members(after)).isEqualTo(members(before));
    assertThat(after.flush()).isEmpty();
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void halves_of_a_realm_that_grew_apart_are_one_again(@ForAll long seed) {
    RandomWorld world = new RandomWorld(seed, Merge.STABLE);
    IslandsEngine one = new IslandsEngine(world.parameters);
    IslandsParameters shared = world.parameters;
    IslandsEngine other = new IslandsEngine(new IslandsParameters(
        shared.joinDistance(), shared.leaveDistance(), shared.size(), "J", Merge.STABLE));
    settle(one, world);
    other.restore(one.state());
    settle(other, world);

    other.state().islands().forEach(one::adopt);
    one.flush();

    Map<String, String> home = new TreeMap<>();
    for (IslandSnapshot island : one.islands()) {
      assertThat(island.peers()).hasSizeLessThanOrEqualTo(island.maxPeers());
      island.peers().forEach(peer -> assertThat(home.put(peer, island.id())).isNull());
    }
    assertThat(home).hasSize(one.peerCount());
    other.islands().forEach(island -> assertThat(home.keySet()).containsAll(island.peers()));
  }

  private static void settle(IslandsEngine engine, RandomWorld world) {
    for (int step = 0; step < 5; step++) {
      world.step().forEach(action -> action.on(engine));
      engine.flush();
    }
    // an engine at rest: what is together only until it is looked at would be parted by whoever
    // adopts it
    engine
        .islands()
        .forEach(island -> island.peers().forEach(peer -> {
          EngineState.PeerState known = peer(engine, peer);
          engine.move(peer, known.x(), known.y(), known.z(), Wish.UNCHANGED);
        }));
    for (int flush = 0; flush < 10; flush++) {
      engine.flush();
    }
  }

  private static PeerState peer(IslandsEngine engine, String name) {
    return engine.state().islands().stream()
        .flatMap(island -> island.peers().stream())
        .filter(peer -> peer.peer().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, List<String>> members(IslandsEngine engine) {
    Map<String, List<String>> members = new TreeMap<>();
    engine.islands().forEach(island -> members.put(island.id(), island.peers()));
    return members;
  }

  private static IslandsEngine engine(String prefix) {
    return new IslandsEngine(new IslandsParameters(64, 80, 3, prefix, Merge.STABLE));
  }

  private static IslandState island(String id, int maxPeers, PeerState... peers) {
    return new IslandState(id, maxPeers, false, Arrays.asList(peers));
  }

  private static PeerState at(String peer, double x) {
    return new PeerState(peer, x, 0, 0, "");
  }
}
