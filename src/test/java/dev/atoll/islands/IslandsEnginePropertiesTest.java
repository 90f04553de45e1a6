package dev.atoll.islands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.islands.trace.Trace;
import dev.atoll.islands.trace.TraceOutcome;
import dev.atoll.islands.trace.TracePlayer;
import dev.atoll.islands.trace.TraceReader;
import dev.atoll.islands.trace.TraceRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class IslandsEnginePropertiesTest {
  private static final int STEPS = 12;

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void it_groups_as_the_naive_engine_does(@ForAll long seed, @ForAll Merge merge) {
    compareWithNaive(new RandomWorld(seed, merge));
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void it_groups_big_islands_as_the_naive_engine_does(@ForAll long seed, @ForAll Merge merge) {
    compareWithNaive(RandomWorld.withBigIslands(seed, merge));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void it_groups_islands_of_many_sizes_as_the_naive_engine_does(
      @ForAll long seed, @ForAll Merge merge) {
    compareWithNaive(RandomWorld.withOtherSizes(seed, merge));
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void every_peer_is_in_one_island_and_no_island_is_too_big(
      @ForAll long seed, @ForAll Merge merge) {
    RandomWorld world = new RandomWorld(seed, merge);
    IslandsEngine engine = new IslandsEngine(world.parameters);

    for (int step = 0; step < STEPS; step++) {
      world.step().forEach(action -> action.on(engine));
      engine.flush();

      List<String> members = new ArrayList<>();
      for (IslandSnapshot island : engine.islands()) {
        assertThat(island.peers()).hasSizeBetween(1, world.parameters.size());
        island.peers().forEach(peer -> assertThat(engine.islandOf(peer)).contains(island.id()));
        members.addAll(island.peers());
      }
      assertThat(members).doesNotHaveDuplicates().hasSize(engine.peerCount());
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void stable_islands_are_connected_after_a_flush(@ForAll long seed) {
    RandomWorld world = new RandomWorld(seed, Merge.STABLE);
    IslandsEngine engine = new IslandsEngine(world.parameters);

    for (int step = 0; step < STEPS; step++) {
      world.step().forEach(action -> action.on(engine));
      engine.flush();

      for (IslandSnapshot island : engine.islands()) {
        assertThat(isConnected(island, engine)).isTrue();
      }
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void a_second_flush_changes_nothing_when_nobody_moves(@ForAll long seed, @ForAll Merge merge) {
    IslandsEngine engine = settled(new RandomWorld(seed, merge));
    List<IslandSnapshot> before = engine.islands();

    List<IslandChange> changes = engine.flush();

    assertThat(changes).isEmpty();
    assertThat(engine.islands()).isEqualTo(before);
  }

  /** What flip-flops under REFERENCE. Left over merges may still happen, as a turn looks at its surroundings only once. */
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void stable_peers_who_report_where_they_are_split_nothing_and_come_to_rest(@ForAll long seed) {
    IslandsEngine engine = settled(new RandomWorld(seed, Merge.STABLE));
    long opened = engine.state().created();
    int islands = engine.islands().size();

    List<IslandChange> last = List.of();
    for (int flush = 0; flush <= islands; flush++) {
      repeatPositions(engine);
      last = engine.flush();
    }

    assertThat(engine.state().created()).isEqualTo(opened);
    assertThat(last).isEmpty();
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void a_restored_engine_goes_on_exactly_as_the_original(@ForAll long seed, @ForAll Merge merge) {
    RandomWorld world = RandomWorld.withOtherSizes(seed, merge);
    IslandsEngine original = settled(world);
    world.step().forEach(action -> action.on(original));
    IslandsEngine restored = new IslandsEngine(world.parameters);
    restored.move("somebody the state does not know", 0, 0, 0, Wish.UNCHANGED);

    restored.restore(original.state());

    assertThat(restored.state()).isEqualTo(original.state());
    assertThat(restored.peerCount()).isEqualTo(original.peerCount());
    for (int step = 0; step < STEPS; step++) {
      assertThat(restored.flush()).isEqualTo(original.flush());
      assertThat(restored.islands()).isEqualTo(original.islands());
      for (RandomWorld.Action action : world.step()) {
        action.on(original);
        action.on(restored);
      }
      assertThat(restored.state()).isEqualTo(original.state());
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void a_recording_replays_exactly(@ForAll long seed, @ForAll Merge merge) {
    RandomWorld world = RandomWorld.withOtherSizes(seed, merge);
    IslandsEngine engine = settled(world);
    world.step().forEach(action -> action.on(engine));
    TraceRecorder recorder = TraceRecorder.start(engine, "recorded", 10_000_000);
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      world.step().forEach(action -> action.on(engine));
      List<IslandChange> changes = engine.flush();
      if (!changes.isEmpty() && random.nextBoolean()) {
        String island =
            engine.islands().isEmpty() ? "none" : engine.islands().get(0).id();
        engine.putBack(changes.get(0).peer(), island);
      }
    }

    Trace trace = TraceReader.read(recorder.stop().text()).get(0);

    assertThat(trace.parametersOr(Merge.REFERENCE)).isEqualTo(world.parameters);
    assertThat(TracePlayer.play(trace, new IslandsEngine(world.parameters)))
        .isEqualTo(new TraceOutcome.Same(STEPS));
  }

  private static void compareWithNaive(RandomWorld world) {
    IslandsEngine engine = new IslandsEngine(world.parameters);
    NaiveEngine naive = new NaiveEngine(world.parameters);
    for (int step = 0; step < STEPS; step++) {
      for (RandomWorld.Action action : world.step()) {
        action.on(engine);
        action.on(naive);
      }

      assertThat(engine.flush()).isEqualTo(naive.flush());
      assertThat(engine.islands()).isEqualTo(naive.islands());
    }
  }

  private static IslandsEngine settled(RandomWorld world) {
    IslandsEngine engine = new IslandsEngine(world.parameters);
    for (int step = 0; step < 4; step++) {
      world.step().forEach(action -> action.on(engine));
      engine.flush();
    }
    return engine;
  }

  private static void repeatPositions(IslandsEngine engine) {
    for (IslandSnapshot island : engine.islands()) {
      for (String peer : island.peers()) {
        Position at = engine.positionOf(peer).orElseThrow();
        engine.move(peer, at.x(), at.y(), at.z(), Wish.UNCHANGED);
      }
    }
  }

  private static boolean isConnected(IslandSnapshot island, IslandsEngine engine) {
    double leave = engine.parameters().leaveDistance();
    List<Position> unreached = new ArrayList<>(island.peers().stream()
        .map(peer -> engine.positionOf(peer).orElseThrow())
        .toList());
    List<Position> open = new ArrayList<>(List.of(unreached.remove(0)));
    while (!open.isEmpty()) {
      Position from = open.remove(0);
      for (Position to : List.copyOf(unreached)) {
        if (Distance.squared(from.x(), from.z(), to.x(), to.z()) <= leave * leave) {
          unreached.remove(to);
          open.add(to);
        }
      }
    }
    return unreached.isEmpty();
  }
}
