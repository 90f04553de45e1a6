package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.protocol.message.NodeCard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeniorityTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void who_comes_first_has_the_time_of_its_clock() {
    assertThat(Seniority.rank(NOW, List.of())).isEqualTo(NOW);
  }

  @Test
  void who_comes_with_a_clock_that_is_behind_is_younger_than_all_it_finds() {
    List<NodeCard> found = List.of(ranked(NOW), ranked(NOW + 5), ranked(NOW - DAY));

    assertThat(Seniority.rank(NOW - 2 * DAY, found)).isEqualTo(NOW + 6);
    assertThat(Seniority.rank(NOW + DAY, found)).isEqualTo(NOW + DAY);
  }

  @Test
  void of_two_with_one_rank_the_same_is_the_elder_everywhere() {
    Map<String, NodeCard> cards = Map.of("c", ranked(NOW), "a", ranked(NOW + 1), "b", ranked(NOW));

    assertThat(Seniority.eldestFirst(cards))
        .extracting(Map.Entry::getKey)
        .containsExactly("b", "c", "a");
  }

  private static NodeCard ranked(long rank) {
    return NodeCard.newBuilder().setRank(rank).build();
  }
}
