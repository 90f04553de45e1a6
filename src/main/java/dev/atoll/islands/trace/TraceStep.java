package dev.atoll.islands.trace;

import dev.atoll.islands.IslandChange;
import dev.atoll.islands.IslandSnapshot;
import java.util.List;

/**
 * One step: the operations in order, then a flush.
 *
 * @param islands what the islands were after it, in creation order
 * @param changes what it reported, in order
 */
public record TraceStep(
    List<TraceOperation> operations, List<IslandSnapshot> islands, List<IslandChange> changes) {
  /** Copies the lists. */
  public TraceStep {
    operations = List.copyOf(operations);
    islands = List.copyOf(islands);
    changes = List.copyOf(changes);
  }
}
