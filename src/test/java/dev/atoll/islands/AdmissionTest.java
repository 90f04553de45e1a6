package dev.atoll.islands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atoll.islands.trace.Trace;
import dev.atoll.islands.trace.TraceFiles;
import dev.atoll.islands.trace.TraceOutcome;
import dev.atoll.islands.trace.TracePlayer;
import dev.atoll.islands.trace.TraceReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference asks its transport in the middle of a flush: so its traces with failing transports are reproduced. */
class AdmissionTest {
  private static final Set<String> KNOWN = Set.of("failAll", "failNext", "deny");

  static Stream<Arguments> tracesWithTransports() throws Exception {
    List<Arguments> found = new ArrayList<>();
    for (String text : TraceFiles.ported()) {
      for (JsonNode node : new ObjectMapper().readTree(text)) {
        Trace trace = TraceReader.read(node.toString()).get(0);
        Set<String> foreign = trace.foreignOperations();
        if (!foreign.isEmpty() && KNOWN.containsAll(foreign)) {
          found.add(Arguments.of(trace.name(), trace, node.get("steps")));
        }
      }
    }
    return found.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tracesWithTransports")
  void transports_that_fail_or_refuse(String name, Trace trace, JsonNode steps) {
    Transport transport = new Transport();
    IslandsEngine engine = new IslandsEngine(trace.parametersOr(Merge.REFERENCE), transport);

    for (int step = 0; step < steps.size(); step++) {
      steps.get(step).get("ops").forEach(transport::hear);
      trace.steps().get(step).operations().forEach(each -> TracePlayer.apply(each, engine));
      List<IslandChange> changes = engine.flush();

      assertThat(TracePlayer.compare(step, trace.steps().get(step), engine.islands(), changes))
          .isEqualTo(new TraceOutcome.Same(step));
    }
  }

  @Test
  void there_are_such_traces() throws Exception {
    assertThat(tracesWithTransports()).hasSize(8);
  }

  @Test
  void an_island_may_have_fewer_seats_than_usual() {
    IslandsEngine engine =
        new IslandsEngine(new IslandsParameters(64, 80, 100, "I", Merge.STABLE), new Admission() {
          @Override
          public int seats(String island, int usual) {
            return 2;
          }
        });
    for (int peer = 0; peer < 5; peer++) {
      engine.move("p" + peer, peer, 0, 0, Wish.UNCHANGED);
    }

    engine.flush();

    assertThat(engine.islands()).extracting(IslandSnapshot::maxPeers).containsOnly(2);
    assertThat(engine.islands())
        .extracting(IslandSnapshot::peers)
        .containsExactly(List.of("p0", "p1"), List.of("p2", "p3"), List.of("p4"));
  }

  @Test
  void an_island_that_must_not_grow_is_merged_into_another_instead() {
    IslandsEngine engine =
        new IslandsEngine(new IslandsParameters(64, 80, 100, "I", Merge.STABLE), new Admission() {
          @Override
          public boolean grows(String island) {
            return !island.equals("I1");
          }
        });
    for (int peer = 0; peer < 3; peer++) {
      engine.move("p" + peer, peer, 0, 0, Wish.UNCHANGED);
    }

    engine.flush();

    assertThat(engine.islands())
        .extracting(IslandSnapshot::peers)
        .containsExactly(List.of("p1", "p2", "p0"));
  }

  @Test
  void who_is_not_admitted_to_a_merge_is_forgotten_without_a_word() {
    IslandsEngine engine =
        new IslandsEngine(new IslandsParameters(64, 80, 100, "I", Merge.STABLE), new Admission() {
          @Override
          public boolean admits(String peer, String island) {
            return !(peer.equals("banned") && island.equals("I1"));
          }
        });
    engine.move("a", 0, 0, 0, Wish.UNCHANGED);
    engine.move("banned", 1, 0, 0, Wish.UNCHANGED);

    List<IslandChange> changes = engine.flush();

    assertThat(changes).containsExactly(new IslandChange.ChangeTo("a", "I1", ""));
    assertThat(engine.peerCount()).isEqualTo(1);
    assertThat(engine.islands()).extracting(IslandSnapshot::peers).containsExactly(List.of("a"));
  }

  /** Fails and refuses as the trace says. */
  private static final class Transport implements Admission {
    private final Set<String> denied = new HashSet<>();
    private boolean failsAlways;
    private int failures;

    void hear(JsonNode operation) {
      failsAlways = operation.path("failAll").asBoolean(failsAlways);
      failures = operation.path("failNext").asInt(failures);
      operation.path("deny").forEach(peer -> denied.add(peer.asText()));
    }

    @Override
    public int seats(String island, int usual) {
      return answers() ? usual : 0;
    }

    @Override
    public boolean grows(String island) {
      return answers();
    }

    @Override
    public boolean admits(String peer, String island) {
      return !denied.contains(peer);
    }

    private boolean answers() {
      return !failsAlways && failures-- <= 0;
    }
  }
}
