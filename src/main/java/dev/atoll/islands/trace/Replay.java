package dev.atoll.islands.trace;

import dev.atoll.islands.IslandsParameters;
import dev.atoll.islands.Merge;
import java.util.List;
import java.util.function.Function;

/**
 * One trace of a file, played through an engine of its own; what the {@code replay} command shows.
 *
 * @param trace the trace's name
 * @param outcome what came of it
 */
public record Replay(String trace, TraceOutcome outcome) {
  /**
   * Plays all traces of a file, each by the merge it says, or by this if it says none.
   *
   * @throws IllegalArgumentException when the text is no trace file
   */
  public static List<Replay> unlessSaid(Merge merge, String text) {
    return all(text, trace -> trace.parametersOr(merge));
  }

  /**
   * Plays all traces of a file by this merge, whatever they say.
   *
   * @throws IllegalArgumentException when the text is no trace file
   */
  public static List<Replay> by(Merge merge, String text) {
    return all(text, trace -> trace.parameters().with(merge));
  }

  private static List<Replay> all(String text, Function<Trace, IslandsParameters> parameters) {
    return TraceReader.read(text).stream()
        .map(trace -> new Replay(trace.name(), TracePlayer.play(trace, parameters.apply(trace))))
        .toList();
  }
}
