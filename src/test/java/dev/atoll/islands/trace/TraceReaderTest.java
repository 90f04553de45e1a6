package dev.atoll.islands.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.islands.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceReaderTest {
  @Test
  void moves_say_keep_or_clear_a_wish() {
    Trace trace = TraceReader.read(
            withOperations(
                "{\"move\":[\"a\",1,2,\"NaN\"]},{\"move\":[\"a\",1,2,3,\"I3\"]},{\"move\":[\"a\",1,2,3,null]}"))
        .get(0);

    assertThat(trace.steps().get(0).operations())
        .containsExactly(
            new TraceOperation.Move("a", 1, 2, Double.NaN, Wish.UNCHANGED),
            new TraceOperation.Move("a", 1, 2, 3, Wish.room("I3")),
            new TraceOperation.Move("a", 1, 2, 3, Wish.CLEARED));
  }

  @Test
  void what_it_does_not_know_is_kept_by_name() {
    Trace trace =
        TraceReader.read(withOperations("{\"sing\":[1]},{\"dance\":true}")).get(0);

    assertThat(trace.foreignOperations()).containsExactly("dance", "sing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{                                    | not JSON: ",
        "{}                                   | there is no \"format\" in {}",
        "{\"format\":\"island-trace/9\"}      | the format is island-trace/9 and not island-trace/1",
        "{\"format\":5}                       | not a string: 5",
        "{\"format\":\"island-trace/1\"}      | there is no \"config\" in "
      })
  void what_is_no_trace_is_refused_with_a_reason(String text, String reason) {
    assertThatThrownBy(() -> TraceReader.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(reason);
  }

  @Test
  void broken_operations_are_refused() {
    assertThatThrownBy(() -> TraceReader.read(withOperations("{\"move\":[\"a\",1,2]}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("too short: [\"a\",1,2]");
    assertThatThrownBy(() -> TraceReader.read(withOperations("{\"move\":[\"a\",1,2,\"3\"]}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a number: \"3\"");
    assertThatThrownBy(() -> TraceReader.read(withOperations("{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an operation: {}");
  }

  private static String withOperations(String operations) {
    return """
        {"format":"island-trace/1","config":{"joinDistance":64,"leaveDistance":80,"maxIslandSize":3,"roomPrefix":"I"},
         "steps":[{"ops":[%s],"islands":[],"updates":[]}]}""".formatted(operations);
  }
}
