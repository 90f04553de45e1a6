package dev.atoll.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.TransportKind;
import dev.atoll.config.TransportRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class RulesPropertiesTest {
  private static final List<String> USES =
      List.of("p2p", "ws-room", "livekit", "livekit:one", "ws-room:far");

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void there_is_always_an_answer_and_it_can_carry_the_island(@ForAll long seed) {
    Random random = new Random(seed);
    Rules rules = new Rules(rules(random), 70, false);
    Held held = Held.NOTHING;

    for (int step = 0; step < 20; step++) {
      Fleet fleet = fleet(random);
      Situation island = island(random);
      Verdict verdict = rules.judge(island, held, fleet, Witness.NONE);

      assertThat(verdict.islandSize()).isPositive();
      if (verdict.carrier().kind() == TransportKind.P2P) {
        assertThat(island.allHaveTopics() && !island.isListened()).isTrue();
      } else {
        assertThat(verdict.carrier() == Carrier.OWN_ROOMS || fleet.carries(verdict.carrier()))
            .isTrue();
      }
      held = new Held(verdict, random.nextBoolean());
    }
  }

  /** What flaps is asked every two seconds and answers differently each time though little changes. */
  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void who_goes_to_and_fro_over_a_border_never_returns_to_what_it_left(@ForAll long seed) {
    Random random = new Random(seed);
    Rules rules = new Rules(rules(random), 70, false);
    Fleet fleet = fleet(random);
    double x = random.nextInt(200) * 16 - 1600;
    double z = random.nextInt(200) * 16 - 1600;
    int size = 1 + random.nextInt(60);
    Held held = Held.NOTHING;
    List<Carrier> had = new ArrayList<>();

    for (int step = 0; step < 40; step++) {
      // three metres around a corner of parcels, and one peer who comes and goes
      Situation island = Fleets.at(
          x + random.nextDouble() * 6 - 3,
          z + random.nextDouble() * 6 - 3,
          size + random.nextInt(2));
      Verdict verdict = rules.judge(island, held, fleet, Witness.NONE);
      if (had.isEmpty() || !had.get(had.size() - 1).equals(verdict.carrier())) {
        assertThat(had).doesNotContain(verdict.carrier());
        had.add(verdict.carrier());
      }
      held = new Held(verdict, false);
    }
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void the_same_question_gets_the_same_answer_again(@ForAll long seed) {
    Random random = new Random(seed);
    Rules rules = new Rules(rules(random), 70, false);
    Fleet fleet = fleet(random);
    Situation island = island(random);
    Verdict first = rules.judge(island, Held.NOTHING, fleet, Witness.NONE);

    assertThat(rules.judge(island, new Held(first, false), fleet, Witness.NONE)).isSameAs(first);
  }

  private static List<TransportRule> rules(Random random) {
    List<String> rules = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      List<String> when = new ArrayList<>();
      if (random.nextBoolean()) {
        int x = random.nextInt(200) - 100;
        int z = random.nextInt(200) - 100;
        when.add("parcels: ['%d,%d..%d,%d']"
            .formatted(x, z, x + random.nextInt(40), z + random.nextInt(40)));
      }
      if (random.nextBoolean()) {
        int least = random.nextInt(30);
        when.add("size: '%d..%d'".formatted(least, least + 3 + random.nextInt(30)));
      }
      List<String> use = new ArrayList<>(USES);
      Collections.shuffle(use, random);
      rules.add("{ when: {%s}, use: %s }"
          .formatted(
              String.join(", ", when),
              use.subList(0, 1 + random.nextInt(3)).stream()
                  .map(w -> "'" + w + "'")
                  .toList()));
    }
    return Fleets.rules(rules.toArray(String[]::new));
  }

  private static Fleet fleet(Random random) {
    List<String> statuses = new ArrayList<>();
    for (String id : List.of("one", "two", "ws:far", "ws:own")) {
      if (random.nextInt(3) > 0) {
        statuses.add("%s %d/%d%s"
            .formatted(
                id,
                random.nextInt(200),
                random.nextInt(200),
                List.of("", "", "", " !", " ~").get(random.nextInt(5))));
      }
    }
    return Fleets.of(statuses.toArray(String[]::new));
  }

  private static Situation island(Random random) {
    return new Situation.Written(
        random.nextInt(3200) - 1600,
        random.nextInt(3200) - 1600,
        1 + random.nextInt(60),
        random.nextInt(3) == 0 ? List.of("0xa") : List.of(),
        random.nextInt(5) == 0,
        SceneMap.UNKNOWN);
  }
}
