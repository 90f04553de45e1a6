package dev.atoll.islands.trace;

import dev.atoll.islands.EngineState;
import dev.atoll.islands.IslandChange;
import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.IslandsParameters;
import java.util.List;

/** What a {@link TraceRecorder} recorded, not yet a text. Handed over whole, then safe for any one thread. */
public final class TraceRecording {
  private final String name;
  private final IslandsParameters parameters;
  private final EngineState initial;
  private final List<Step> steps;
  private final boolean cut;

  /** What was done, and what came of it by the flush. */
  record Step(JsonText operations, List<IslandSnapshot> islands, List<IslandChange> changes) {}

  TraceRecording(
      String name,
      IslandsParameters parameters,
      EngineState initial,
      List<Step> steps,
      boolean cut) {
    this.name = name;
    this.parameters = parameters;
    this.initial = initial;
    this.steps = List.copyOf(steps);
    this.cut = cut;
  }

  /** Whether it ended early because a step did not fit; its text says so too. */
  public boolean isCut() {
    return cut;
  }

  /** How many steps it has. */
  public int steps() {
    return steps.size();
  }

  /** The trace, as {@link TraceReader} reads it. A matter of seconds for a large one: not for an event loop. */
  public String text() {
    JsonText out = new JsonText();
    TraceWriter.begin(out, name, parameters, initial);
    for (Step step : steps) {
      TraceWriter.step(out.next('['), step.operations(), step.islands(), step.changes());
    }
    return out.raw(cut ? "],\"cut\":true}" : "]}").toString();
  }
}
