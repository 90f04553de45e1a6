package dev.atoll.islands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.islands.trace.Trace;
import dev.atoll.islands.trace.TraceFiles;
import dev.atoll.islands.trace.TraceOperation;
import dev.atoll.islands.trace.TraceOutcome;
import dev.atoll.islands.trace.TracePlayer;
import dev.atoll.islands.trace.TraceReader;
import dev.atoll.islands.trace.TraceStep;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded traces against the engine, and against what it is compared with elsewhere. */
class TracesTest {
  static Stream<Named<Trace>> playable() {
    return TraceFiles.playable().map(trace -> Named.of(trace.name(), trace));
  }

  @Test
  void none_is_overlooked() {
    assertThat(TraceFiles.recorded()).hasSize(33);
    assertThat(TraceFiles.ported()).hasSize(7);
    assertThat(playable()).hasSize(33 + 65);
  }

  @ParameterizedTest
  @MethodSource("playable")
  void the_engine_reproduces_each_exactly(Trace trace) {
    IslandsEngine engine = new IslandsEngine(trace.parametersOr(Merge.REFERENCE));

    TraceOutcome outcome = TracePlayer.play(trace, engine);

    assertThat(outcome).isEqualTo(new TraceOutcome.Same(trace.steps().size()));
  }

  @Test
  void transports_that_come_fail_and_go_are_reproduced_exactly() {
    List<Trace> traces = TraceFiles.transports().stream()
        .flatMap(text -> TraceReader.read(text).stream())
        .toList();

    assertThat(traces).hasSize(3);
    assertThat(traces)
        .allSatisfy(
            trace -> assertThat(TracePlayer.play(trace, trace.parametersOr(Merge.REFERENCE)))
                .isEqualTo(new TraceOutcome.Same(trace.steps().size())));
  }

  @ParameterizedTest
  @MethodSource("playable")
  void the_naive_engine_reproduces_each_exactly(Trace trace) {
    NaiveEngine engine = new NaiveEngine(trace.parametersOr(Merge.REFERENCE));

    for (TraceStep step : trace.steps()) {
      step.operations().forEach(operation -> apply(operation, engine));
      List<IslandChange> changes = engine.flush();

      assertThat(TracePlayer.compare(0, step, engine.islands(), changes))
          .isEqualTo(new TraceOutcome.Same(0));
    }
  }

  private static void apply(TraceOperation operation, NaiveEngine engine) {
    if (operation instanceof TraceOperation.Move move) {
      engine.move(move.peer(), move.x(), move.y(), move.z(), move.wish());
    } else if (operation instanceof TraceOperation.Disconnect disconnect) {
      engine.disconnect(disconnect.peer());
    }
  }
}
