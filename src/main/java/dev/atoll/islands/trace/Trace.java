package dev.atoll.islands.trace;

import dev.atoll.islands.EngineState;
import dev.atoll.islands.IslandsParameters;
import dev.atoll.islands.Merge;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A recorded run of an engine. Immutable.
 *
 * @param name what a human calls it
 * @param source which program it was recorded from
 * @param parameters the engine's; the merge counts only if {@code mergeSaid}
 * @param mergeSaid whether the recording says by which merge it was made; those of the reference do not
 * @param initial what the engine knew before the first step
 * @param steps in order
 */
public record Trace(
    String name,
    String source,
    IslandsParameters parameters,
    boolean mergeSaid,
    EngineState initial,
    List<TraceStep> steps) {
  /** Copies the list. */
  public Trace {
    steps = List.copyOf(steps);
  }

  /** What to play it with, when its merge is this unless it says otherwise. */
  public IslandsParameters parametersOr(Merge unlessSaid) {
    return mergeSaid ? parameters : parameters.with(unlessSaid);
  }

  /** Whether transports of 2022 come and go in it; only then is known what happens when one fails. */
  boolean hasTransports() {
    return steps.stream()
        .flatMap(step -> step.operations().stream())
        .anyMatch(TraceOperation.Transport.class::isInstance);
  }

  /** The names of the operations an engine alone cannot play; empty when all can be. */
  public Set<String> foreignOperations() {
    Set<String> names = new TreeSet<>();
    for (TraceStep step : steps) {
      for (TraceOperation operation : step.operations()) {
        if (operation instanceof TraceOperation.Foreign foreign) {
          names.add(foreign.name());
        }
        if (operation instanceof TraceOperation.FailNext && !hasTransports()) {
          names.add("failNext");
        }
      }
    }
    return names;
  }
}
