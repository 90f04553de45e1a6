package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Headers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewestTermTest {
  private final NewestTerm terms = new NewestTerm(Duration.ofNanos(100));

  @Test
  void what_an_older_leader_says_does_not_count_while_a_newer_one_is_heard() {
    assertThat(terms.counts(headers(5, "b"), 0)).isTrue();
    assertThat(terms.counts(headers(6, "a"), 10)).isTrue();

    assertThat(terms.counts(headers(5, "b"), 20)).isFalse();
    assertThat(terms.counts(headers(6, "a"), 30)).isTrue();
  }

  @Test
  void of_two_of_one_number_that_of_the_higher_node_counts() {
    terms.hear(new Term(5, "b"), 0);

    assertThat(terms.counts(headers(5, "a"), 1)).isFalse();
    assertThat(terms.counts(headers(5, "c"), 2)).isTrue();
  }

  @Test
  void an_older_leader_counts_again_when_the_newer_one_is_silent() {
    terms.hear(new Term(6, "a"), 0);
    assertThat(terms.counts(headers(5, "b"), 100)).isFalse();

    assertThat(terms.counts(headers(5, "b"), 101)).isTrue();
  }

  @Test
  void what_names_no_term_counts() {
    terms.hear(new Term(6, "a"), 0);

    assertThat(terms.counts(Headers.NONE, 1)).isTrue();
  }

  private static Headers headers(long number, String node) {
    return new Headers(Map.of(Headers.TERM, new Term(number, node).toString()));
  }
}
