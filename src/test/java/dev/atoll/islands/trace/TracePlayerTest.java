package dev.atoll.islands.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.islands.Merge;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TracePlayerTest {
  private static final String WALKER = TraceFiles.text("62-quirk-walker-keeps-island.json");

  @Test
  void a_trace_that_agrees_is_the_same() {
    assertThat(Replay.unlessSaid(Merge.REFERENCE, WALKER))
        .containsExactly(
            new Replay("quirk: the walker keeps the island", new TraceOutcome.Same(2)));
  }

  @Test
  void the_first_difference_is_told_with_its_step() {
    assertThat(difference(WALKER.replace("\"id\":\"I3\"", "\"id\":\"I4\"")))
        .isEqualTo("step 2, islands: expected [I1, I4] but was [I1, I3]");
    assertThat(difference(WALKER.replace("\"peers\":[\"a\",\"b\"]", "\"peers\":[\"b\",\"a\"]")))
        .isEqualTo("step 1, island I1's peers: expected [b, a] but was [a, b]");
    assertThat(difference(WALKER.replace("\"radius\":5", "\"radius\":6")))
        .isEqualTo(
            "step 1, island I1's center, radius and size: expected [5.0 0.0] 6.0 100 but was [5.0 0.0] 5.0 100");
    assertThat(difference(WALKER.replace("\"from\":\"I1\"", "\"from\":\"I2\"")))
        .isEqualTo("step 2, update 1: expected b to I3 from I2 but was b to I3 from I1");
    assertThat(difference(WALKER.replace("{\"peer\":\"a\",\"changeTo\":\"I1\"},", "")))
        .isEqualTo("step 1, update 1: expected b to I1 from I2 but was a to I1");
    assertThat(difference(WALKER.replace(
            "\"from\":\"I1\"}]", "\"from\":\"I1\"},{\"peer\":\"a\",\"leave\":\"I1\"}]")))
        .isEqualTo("step 2, update 2: expected a leaves I1 but was nothing");
  }

  @Test
  void operations_of_transports_cannot_be_played() {
    List<Replay> replays =
        Replay.unlessSaid(Merge.REFERENCE, TraceFiles.text("ported/engine-edge-cases.json"));

    assertThat(replays)
        .extracting(Replay::outcome)
        .contains(new TraceOutcome.Unplayable(Set.of("deny")))
        .filteredOn(TraceOutcome.Unplayable.class::isInstance)
        .hasSize(6);
  }

  @Test
  void the_merge_a_trace_says_counts_unless_another_is_forced() {
    String strangers = TraceFiles.text("61-quirk-full-island-joins-strangers.json");
    String saying = strangers.replace("\"joinDistance\"", "\"merge\":\"stable\",\"joinDistance\"");

    assertThat(same(Replay.unlessSaid(Merge.REFERENCE, strangers))).isTrue();
    assertThat(same(Replay.unlessSaid(Merge.STABLE, strangers))).isFalse();
    assertThat(same(Replay.unlessSaid(Merge.REFERENCE, saying))).isFalse();
    assertThat(same(Replay.by(Merge.REFERENCE, saying))).isTrue();
  }

  private static boolean same(List<Replay> replays) {
    return replays.get(0).outcome() instanceof TraceOutcome.Same;
  }

  private static String difference(String text) {
    TraceOutcome outcome = Replay.unlessSaid(Merge.REFERENCE, text).get(0).outcome();
    assertThat(outcome).isInstanceOf(TraceOutcome.Difference.class);
    return ((TraceOutcome.Difference) outcome).text();
  }
}
