package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atoll.Patience;
import dev.atoll.islands.trace.TraceFiles;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference's own tests in which a transport fails, refuses or is overtaken: what they asserted holds here too. */
@ExtendWith(VertxExtension.class)
class PortedTracesTest {
  private static final Set<String> FOREIGN =
      Set.of("failAll", "failNext", "deny", "duringTransport");

  static Stream<Arguments> plays() throws Exception {
    return traces()
        .flatMap(trace -> Stream.of(ServiceTrace.Riding.values())
            .map(riding -> Arguments.of(trace.path("name").asText(), trace, riding)));
  }

  static Stream<JsonNode> traces() throws Exception {
    List<JsonNode> traces = new ArrayList<>();
    for (String file : TraceFiles.ported()) {
      new ObjectMapper().readTree(file).forEach(traces::add);
    }
    return traces.stream().filter(PortedTracesTest::isAboutTransports);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("plays")
  void what_the_original_asserted_holds(
      String name, JsonNode trace, ServiceTrace.Riding riding, Vertx vertx) throws Exception {
    CompletableFuture<Void> played = new CompletableFuture<>();

    vertx.runOnContext(ignored -> {
      try {
        new ServiceTrace(vertx, trace, riding).play();
        played.complete(null);
      } catch (AssertionError | RuntimeException failure) {
        played.completeExceptionally(failure);
      }
    });

    played.get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void there_are_such_traces() throws Exception {
    assertThat(traces()).hasSize(13);
  }

  private static boolean isAboutTransports(JsonNode trace) {
    Set<String> operations = new HashSet<>();
    for (JsonNode step : trace.path("steps")) {
      step.path("ops").forEach(each -> each.fieldNames().forEachRemaining(operations::add));
    }
    return operations.stream().anyMatch(FOREIGN::contains);
  }
}
