package dev.atoll.client.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.IslandsParameters;
import dev.atoll.islands.Merge;
import dev.atoll.islands.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The crowd's promise about rooms, kept by the real engine: whole minutes of walking in steps of 100 ms. */
class PlacesTest {
  private static final int STEPS_A_HEARTBEAT = 10;
  private static final int STEPS_A_FLUSH = 20;
  private static final int STEPS = 1800;
  private static final int SETTLED_AFTER = 100;

  @ParameterizedTest
  @ValueSource(ints = {30, 60, 100, 200, 299, 300, 500, 1000, 3000})
  void rooms_have_25_members_in_the_mean(int peers) {
    World world = new World(peers, Merge.STABLE);

    world.run();

    double looks = world.rooms.size();
    double mean = peers * looks / world.rooms.stream().mapToInt(each -> each).sum();
    assertThat(mean).isGreaterThanOrEqualTo(25);
  }

  @ParameterizedTest
  @EnumSource(Merge.class)
  void two_full_islands_stay_together_from_300_peers_on(Merge merge) {
    World world = new World(300, merge);

    world.run();

    assertThat(world.fullIslands).isNotEmpty().containsOnly(2L);
  }

  @ParameterizedTest
  @EnumSource(Merge.class)
  void a_thousand_peers_hear_what_one_core_can_tell_them(Merge merge) {
    World world = new World(1000, merge);

    world.run();

    assertThat(world.deliveries)
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each).isBetween(300_000L, 430_000L));
    assertThat(world.changes).isGreaterThan(400);
  }

  /** A crowd and the islands it is in; heartbeats are spread over the second as those of a crowd are. */
  private static final class World {
    final List<Integer> rooms = new ArrayList<>();
    final List<Long> fullIslands = new ArrayList<>();
    final List<Long> deliveries = new ArrayList<>();
    int changes;

    private final IslandsEngine engine;
    private final List<Walk> walks = new ArrayList<>();

    World(int peers, Merge merge) {
      engine = new IslandsEngine(new IslandsParameters(64, 80, 100, "I", merge));
      Places places = new Places(peers, CrowdPlan.DEFAULT_DENSITY);
      RandomGenerator random = new SplittableRandom(peers);
      for (int i = 0; i < peers; i++) {
        walks.add(new Walk(places, i, random, false));
      }
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        for (int i = 0; i < walks.size(); i++) {
          Walk walk = walks.get(i);
          walk.advance(0.1);
          if (i % STEPS_A_HEARTBEAT == step % STEPS_A_HEARTBEAT) {
            engine.move("p" + i, walk.x(), 0, walk.z(), Wish.UNCHANGED);
          }
        }
        if (step % STEPS_A_FLUSH == 0) {
          int changed = engine.flush().size();
          if (step > SETTLED_AFTER) {
            changes += changed;
            look();
          }
        }
      }
    }

    private void look() {
      List<IslandSnapshot> islands = engine.islands();
      rooms.add(islands.size());
      fullIslands.add(
          islands.stream().filter(each -> each.peers().size() == 100).count());
      deliveries.add(islands.stream()
          .mapToLong(each -> 10L * each.peers().size() * (each.peers().size() - 1))
          .sum());
    }
  }
}
