package dev.atoll.islands.trace;

import java.util.Set;

/** What came of playing a trace. */
public sealed interface TraceOutcome {
  /** Everything was as recorded. */
  record Same(int steps) implements TraceOutcome {}

  /**
   * The first thing that was not as recorded.
   *
   * @param step counted from 1
   * @param what which part of the outcome, for a human
   * @param expected as the trace has it
   * @param actual as the engine has it
   */
  record Difference(int step, String what, String expected, String actual) implements TraceOutcome {
    /** One line for a human. */
    public String text() {
      return "step " + step + ", " + what + ": expected " + expected + " but was " + actual;
    }
  }

  /** It was not played, as it holds operations that are about what is around an engine. */
  record Unplayable(Set<String> operations) implements TraceOutcome {
    /** Copies the set. */
    public Unplayable {
      operations = Set.copyOf(operations);
    }
  }
}
