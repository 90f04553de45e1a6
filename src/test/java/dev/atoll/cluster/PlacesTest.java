package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Places places = new Places();
  private long nanos = -Duration.ofSeconds(7).toNanos();

  @Test
  void a_node_is_looked_for_where_it_was_said_to_be() {
    places.said(Map.of("b", "host:1").entrySet(), nanos);

    assertThat(places.look(nanos)).isEqualTo(Map.of("b", "host:1"));
  }

  @Test
  void what_anybody_says_does_not_replace_what_a_node_said_itself() {
    places.said(Map.of("b", "host:1").entrySet(), nanos);
    places.proven("b", "host:1", nanos);

    int there = 0;
    for (int i = 0; i < 100; i++) {
      pass(LOOK);
      places.said(Map.of("b", "trap:" + i).entrySet(), nanos);
      there += places.look(nanos).get("b").equals("host:1") ? 1 : 0;
    }

    assertThat(there).isGreaterThanOrEqualTo(25);
  }

  @Test
  void whoever_says_to_be_a_node_does_not_hide_where_it_is() {
    places.said(List.of(Map.entry("b", "host:1"), Map.entry("b", "trap:1")), nanos);

    Set<String> looked = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      looked.addAll(places.look(nanos).values());
    }
    assertThat(looked).containsExactlyInAnyOrder("host:1", "trap:1");
  }

  @Test
  void only_what_can_be_dialled_is_an_address() {
    assertThat(HazelcastMembers.isAddress("host:65535")).isTrue();
    assertThat(HazelcastMembers.isAddress("[::1]:1")).isTrue();
    assertThat(HazelcastMembers.isAddress("host:65536")).isFalse();
    assertThat(HazelcastMembers.isAddress("host:0")).isFalse();
    assertThat(HazelcastMembers.isAddress("host")).isFalse();
  }

  @Test
  void one_that_nobody_has_proven_to_be_is_dialled_less_and_less_often() {
    int eager = looks("x", Duration.ofSeconds(10));
    int later = looks("x", Duration.ofSeconds(50));
    int muchLater = looks("x", Duration.ofMinutes(5));

    assertThat(eager).isGreaterThanOrEqualTo(19);
    assertThat(later).isBetween(9, 11);
    assertThat(muchLater).isBetween(5, 7);
  }

  @Test
  void one_that_has_is_dialled_at_each_look_for_ten_minutes_after_it_was_heard_of() {
    places.proven("b", "host:1", nanos);

    for (int i = 0; i < 1199; i++) {
      pass(LOOK);
      places.said(Set.of(), nanos);
      assertThat(places.look(nanos)).containsOnlyKeys("b");
    }
    pass(LOOK.multipliedBy(3));
    places.said(Set.of(), nanos);
    assertThat(places.look(nanos)).isEmpty();
  }

  @Test
  void ids_that_nobody_has_proven_to_be_are_few_and_keep_no_newcomer_out_for_long() {
    Map<String, String> many = new HashMap<>();
    IntStream.range(0, 1000).forEach(i -> many.put("x" + i, "trap:1"));
    places.said(many.entrySet(), nanos);
    assertThat(places.look(nanos)).hasSize(Places.MOST_UNPROVEN);

    pass(Duration.ofSeconds(11));
    places.said(Map.of("b", "host:1").entrySet(), nanos);

    assertThat(places.look(nanos)).containsEntry("b", "host:1");
  }

  @Test
  void where_another_node_is_one_is_not_looked_for_any_more() {
    places.said(Map.of("b", "host:1").entrySet(), nanos);
    places.said(Map.of("b", "host:2").entrySet(), nanos);
    places.look(nanos);

    places.gone(new Aim("b", "host:2"));

    assertThat(places.look(nanos)).isEqualTo(Map.of("b", "host:1"));
    places.gone(new Aim("b", "host:1"));
    assertThat(places.look(nanos)).isEmpty();
  }

  @Test
  void who_answers_late_at_a_trap_hides_no_place_that_was_looked_at_since() {
    places.proven("b", "host:1", nanos);
    places.said(Map.of("b", "trap:1").entrySet(), nanos);
    places.look(nanos);
    places.look(nanos);

    places.gone(new Aim("b", "trap:1"));

    for (int i = 0; i < 4; i++) {
      assertThat(places.look(nanos)).isEqualTo(Map.of("b", "host:1"));
    }
  }

  /** How often it is looked for in that time, while somebody says that it is there. */
  private int looks(String node, Duration time) {
    int looked = 0;
    for (long i = 0; i < time.dividedBy(LOOK); i++) {
      places.said(Map.of(node, "trap:1").entrySet(), nanos);
      looked += places.look(nanos).size();
      pass(LOOK);
    }
    return looked;
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
