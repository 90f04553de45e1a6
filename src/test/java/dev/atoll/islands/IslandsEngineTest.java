package dev.atoll.islands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.islands.IslandChange.ChangeTo;
import dev.atoll.islands.IslandChange.Leave;
import dev.atoll.islands.trace.Trace;
import dev.atoll.islands.trace.TraceFiles;
import dev.atoll.islands.trace.TracePlayer;
import dev.atoll.islands.trace.TraceReader;
import dev.atoll.islands.trace.TraceStep;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IslandsEngineTest {
  private final IslandsEngine engine =
      new IslandsEngine(new IslandsParameters(64, 80, 3, "I", Merge.STABLE));

  @Test
  void a_newcomer_has_a_position_but_no_island_before_the_flush() {
    engine.move("a", 1, 2, 3, Wish.room("I7"));

    assertThat(engine.islandOf("a")).isEmpty();
    assertThat(engine.positionOf("a")).contains(new Position(1, 2, 3));
    assertThat(engine.wishOf("a")).contains("I7");
    assertThat(engine.peerCount()).isEqualTo(1);
    assertThat(engine.islands()).isEmpty();
  }

  @Test
  void those_who_are_near_come_into_one_island_and_the_youngest_tells_where_it_was_for_a_moment() {
    at("a", 0);
    at("b", 64);

    List<IslandChange> changes = engine.flush();

    assertThat(changes).containsExactly(new ChangeTo("a", "I1", ""), new ChangeTo("b", "I1", "I2"));
    assertThat(engine.islandOf("b")).contains("I1");
    assertThat(engine.islands())
        .containsExactly(
            new IslandSnapshot("I1", List.of("a", "b"), new Position(32, 0, 0), 32, 3));
    assertThat(engine.island("I1")).contains(engine.islands().get(0));
    assertThat(engine.island("I2")).isEmpty();
  }

  @Test
  void who_is_disconnected_leaves_and_is_unknown() {
    at("a", 0);
    at("b", 10);
    engine.flush();

    engine.disconnect("a");

    assertThat(engine.islandOf("a")).isEmpty();
    assertThat(engine.positionOf("a")).isEmpty();
    assertThat(engine.wishOf("a")).isEmpty();
    assertThat(engine.peerCount()).isEqualTo(1);
    assertThat(engine.flush()).containsExactly(new Leave("a", "I1"));
    assertThat(engine.flush()).isEmpty();
  }

  @Test
  void who_comes_back_before_the_flush_is_a_newcomer_and_does_not_leave() {
    at("a", 0);
    engine.flush();

    engine.disconnect("a");
    at("a", 500);

    assertThat(engine.peerCount()).isEqualTo(1);
    assertThat(engine.flush()).containsExactly(new ChangeTo("a", "I2", ""));
  }

  @Test
  void who_comes_back_and_goes_again_before_the_flush_leaves() {
    at("a", 0);
    engine.flush();

    engine.disconnect("a");
    at("a", 500);
    engine.disconnect("a");
    engine.disconnect("a");
    at("never seen by a flush", 0);
    engine.disconnect("never seen by a flush");

    assertThat(engine.peerCount()).isZero();
    assertThat(engine.flush()).containsExactly(new Leave("a", "I1"));
    assertThat(engine.state()).isEqualTo(new EngineState(1, 0, List.of(), List.of(), List.of()));
  }

  @Test
  void an_island_of_fewer_seats_stops_growing_and_keeps_its_members() {
    at("a", 0);
    at("b", 10);
    engine.flush();

    assertThat(engine.resize("I1", 1)).isTrue();
    assertThat(engine.resize("I1", 1)).isFalse();
    assertThat(engine.resize("I9", 1)).isFalse();
    at("c", 20);
    engine.flush();

    assertThat(engine.islands())
        .extracting(IslandSnapshot::peers)
        .containsExactly(List.of("a", "b"), List.of("c"));
    assertThat(engine.islands()).extracting(IslandSnapshot::maxPeers).startsWith(1);
  }

  @Test
  void islands_of_more_seats_than_new_ones_have_grow_into_them() {
    IslandsEngine small = new IslandsEngine(new IslandsParameters(64, 80, 2, "I", Merge.STABLE));
    for (int i = 0; i < 4; i++) {
      small.move("p" + i, i, 0, 0, Wish.UNCHANGED);
    }
    small.flush();
    assertThat(small.islands()).hasSize(2);

    small.resize("I1", 4);
    small.move("p0", 0, 0, 0, Wish.UNCHANGED);
    small.flush();

    assertThat(small.islands()).extracting(IslandSnapshot::maxPeers).containsExactly(4);
  }

  @Test
  void a_disconnect_after_the_flush_can_be_seen_before_its_changes_are_published() {
    at("a", 0);
    at("b", 10);
    List<IslandChange> changes = engine.flush();

    engine.disconnect("b");

    assertThat(changes)
        .filteredOn(change ->
            engine.islandOf(change.peer()).filter(change.island()::equals).isPresent())
        .extracting(IslandChange::peer)
        .containsExactly("a");
    assertThat(engine.flush()).containsExactly(new Leave("b", "I1"));
  }

  @Test
  void a_peer_can_be_put_back_when_its_new_island_could_not_be_opened() {
    at("a", 0);
    at("b", 10);
    engine.flush();
    at("b", 200);
    engine.flush();

    boolean done = engine.putBack("b", "I1");

    assertThat(done).isTrue();
    assertThat(engine.islands())
        .extracting(IslandSnapshot::peers)
        .containsExactly(List.of("a", "b"));
    assertThat(engine.flush()).isEmpty();
    at("b", 20);
    assertThat(engine.flush()).isEmpty();
    assertThat(engine.islandOf("b")).contains("I1");
  }

  @Test
  void who_was_put_back_and_is_still_far_away_splits_off_again_when_somebody_moves() {
    at("a", 0);
    at("b", 10);
    engine.flush();
    at("b", 200);
    engine.flush();
    engine.putBack("b", "I1");

    at("a", 1);

    assertThat(engine.flush()).containsExactly(new ChangeTo("b", "I4", "I1"));
  }

  @Test
  void nobody_is_put_where_there_is_no_seat_no_island_or_no_difference() {
    at("a", 0);
    at("b", 10);
    at("c", 20);
    at("far", 500);
    engine.flush();

    assertThat(engine.putBack("far", "I1")).isFalse();
    assertThat(engine.putBack("far", "I2")).isFalse();
    assertThat(engine.putBack("far", "I4")).isFalse();
    assertThat(engine.putBack("unknown", "I4")).isFalse();
    assertThat(engine.flush()).isEmpty();
  }

  @Test
  void islands_nobody_touched_are_read_without_being_made_anew() {
    at("a", 0);
    at("b", 500);
    engine.flush();
    List<IslandSnapshot> before = engine.islands();

    assertThat(engine.islands()).isSameAs(before);
    at("b", 501);
    engine.flush();

    assertThat(engine.islands().get(0)).isSameAs(before.get(0));
    assertThat(engine.islands().get(1).center()).isEqualTo(new Position(501, 0, 0));
    assertThat(before.get(1).center()).isEqualTo(new Position(500, 0, 0));
  }

  @Test
  void a_wish_stays_until_it_is_replaced_or_cleared() {
    engine.move("a", 0, 0, 0, Wish.room("I9"));
    engine.flush();

    engine.move("a", 1, 0, 0, Wish.UNCHANGED);
    assertThat(engine.wishOf("a")).contains("I9");

    engine.move("a", 1, 0, 0, Wish.CLEARED);
    assertThat(engine.wishOf("a")).isEmpty();
  }

  @Test
  void a_stable_engine_does_not_merge_strangers_around_a_full_island() {
    Trace trace = TraceReader.read(TraceFiles.text("61-quirk-full-island-joins-strangers.json"))
        .get(0);
    IslandsEngine stable = new IslandsEngine(trace.parametersOr(Merge.STABLE));
    List<IslandChange> later = new ArrayList<>();

    for (TraceStep step : trace.steps()) {
      step.operations().forEach(operation -> TracePlayer.apply(operation, stable));
      later.addAll(stable.flush());
    }

    assertThat(stable.islands())
        .extracting(IslandSnapshot::peers)
        .containsExactly(List.of("x1", "x2", "x3"), List.of("a"), List.of("c"));
    assertThat(later).hasSize(5);
  }

  @Test
  void an_observer_hears_what_was_done() {
    List<String> heard = new ArrayList<>();
    engine.observe(new EngineObserver() {
      @Override
      public void moved(String peer, double x, double y, double z, Wish wish) {
        heard.add(peer + " moved to " + x + " " + y + " " + z + " " + wish);
      }

      @Override
      public void disconnected(String peer) {
        heard.add(peer + " disconnected");
      }

      @Override
      public void flushed(List<IslandChange> changes) {
        heard.add(changes.size() + " changes");
      }
    });

    engine.move("a", 1, 2, 3, Wish.UNCHANGED);
    engine.flush();
    engine.disconnect("a");
    engine.observe(EngineObserver.NONE);
    engine.flush();

    assertThat(heard)
        .containsExactly("a moved to 1.0 2.0 3.0 UNCHANGED", "1 changes", "a disconnected");
  }

  @Test
  void parameters_out_of_range_are_refused() {
    assertThatThrownBy(() -> new IslandsParameters(0, 80, 3, "I", Merge.STABLE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IslandsParameters(64, 63, 3, "I", Merge.STABLE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IslandsParameters(64, Double.NaN, 3, "I", Merge.STABLE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IslandsParameters(64, 80, 0, "I", Merge.STABLE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IslandsParameters(64, 80, 3, "", Merge.STABLE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_state_in_which_somebody_is_twice_is_refused() {
    EngineState.PeerState peer = new EngineState.PeerState("a", 0, 0, 0, "");
    EngineState.IslandState island = new EngineState.IslandState("I1", 3, false, List.of(peer));

    assertThatThrownBy(() -> new EngineState(1, 0, List.of(island), List.of(peer), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a is there twice");
    assertThatThrownBy(() -> new EngineState.IslandState("I1", 3, false, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void at(String peer, double x) {
    engine.move(peer, x, 0, 0, Wish.UNCHANGED);
  }
}
