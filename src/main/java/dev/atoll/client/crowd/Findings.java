package dev.atoll.client.crowd;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a crowd has found wrong until it was closed; of each kind a few examples. */
final class Findings {
  /** Examples of each kind; a realm that does all wrong must not fill the memory. */
  private static final int EXAMPLES = 3;

  private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
  private final List<String> examples = new ArrayList<>();
  private long superseded;
  private long late;
  private boolean closed;

  /** Counts faults of one kind; the example is asked for only while more are wanted. */
  void add(Fault fault, int count, Supplier<String> example) {
    if (closed || count == 0) {
      return;
    }
    long before = counts.getOrDefault(fault, 0L);
    counts.put(fault, before + count);
    if (before < EXAMPLES) {
      examples.add(fault + " " + example.get());
    }
  }

  /** Unreliable messages did not come, but a newer one of their kind did: no fault. */
  void superseded(int count) {
    superseded += closed ? 0 : count;
  }

  /** A message came after it was counted as lost. */
  void late() {
    late += closed ? 0 : 1;
  }

  /** Nothing counts from now on: the crowd leaves. */
  void close() {
    closed = true;
  }

  long count(Fault fault) {
    return counts.getOrDefault(fault, 0L);
  }

  long supersededCount() {
    return superseded;
  }

  long lateCount() {
    return late;
  }

  /** Faults of all kinds. */
  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  List<String> examples() {
    return List.copyOf(examples);
  }
}
