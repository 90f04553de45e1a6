package dev.atoll.islands.trace;

import dev.atoll.islands.IslandChange;
import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.IslandsParameters;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Plays traces and compares exactly: ids, orders, geometry to the last bit, changes. */
public final class TracePlayer {
  private static final String NOTHING = "nothing";

  private TracePlayer() {}

  /** Plays a trace through an engine of its own, of these parameters; where it has transports, with those. */
  public static TraceOutcome play(Trace trace, IslandsParameters parameters) {
    if (!trace.hasTransports()) {
      return play(trace, new IslandsEngine(parameters));
    }
    TraceTransports transports = new TraceTransports();
    int size = TraceTransports.greatestSize(trace);
    return play(trace, new IslandsEngine(parameters.with(size), transports), transports);
  }

  /**
   * Plays a trace without transports through an engine of that trace's parameters, which first forgets all it knew.
   *
   * @throws IllegalArgumentException when it has transports
   */
  public static TraceOutcome play(Trace trace, IslandsEngine engine) {
    if (trace.hasTransports()) {
      throw new IllegalArgumentException("transports are admitted by an engine of their own");
    }
    return play(trace, engine, new TraceTransports());
  }

  private static TraceOutcome play(Trace trace, IslandsEngine engine, TraceTransports transports) {
    Set<String> foreign = trace.foreignOperations();
    if (!foreign.isEmpty()) {
      return new TraceOutcome.Unplayable(foreign);
    }
    engine.restore(trace.initial());
    int number = 0;
    for (TraceStep step : trace.steps()) {
      number++;
      step.operations().forEach(operation -> {
        apply(operation, engine);
        transports.apply(operation, engine);
      });
      List<IslandChange> changes = engine.flush();
      TraceOutcome outcome = compare(number, step, engine.islands(), changes);
      if (outcome instanceof TraceOutcome.Difference) {
        return outcome;
      }
    }
    return new TraceOutcome.Same(number);
  }

  /** Does that to an engine; one that is about what is around it does nothing. */
  public static void apply(TraceOperation operation, IslandsEngine engine) {
    if (operation instanceof TraceOperation.Move move) {
      engine.move(move.peer(), move.x(), move.y(), move.z(), move.wish());
    } else if (operation instanceof TraceOperation.Disconnect disconnect) {
      engine.disconnect(disconnect.peer());
    } else if (operation instanceof TraceOperation.PutBack back) {
      engine.putBack(back.peer(), back.island());
    } else if (operation instanceof TraceOperation.Resize resize) {
      engine.resize(resize.island(), resize.maxPeers());
    } else if (operation instanceof TraceOperation.OpenAt open) {
      engine.openAt(open.size());
    }
  }

  /** Compares what a step recorded with what came; {@link TraceOutcome.Same} of that many steps, or the difference. */
  public static TraceOutcome compare(
      int number, TraceStep step, List<IslandSnapshot> islands, List<IslandChange> changes) {
    List<String> recordedIds = map(step.islands(), IslandSnapshot::id);
    List<String> ids = map(islands, IslandSnapshot::id);
    if (!recordedIds.equals(ids)) {
      return new TraceOutcome.Difference(number, "islands", recordedIds.toString(), ids.toString());
    }
    for (int i = 0; i < ids.size(); i++) {
      IslandSnapshot recorded = step.islands().get(i);
      IslandSnapshot actual = islands.get(i);
      if (!recorded.equals(actual)) {
        return differing(number, recorded, actual);
      }
    }
    return compareChanges(number, step.changes(), changes);
  }

  private static TraceOutcome differing(int step, IslandSnapshot recorded, IslandSnapshot actual) {
    String island = "island " + recorded.id() + "'s ";
    if (!recorded.peers().equals(actual.peers())) {
      return new TraceOutcome.Difference(
          step, island + "peers", recorded.peers().toString(), actual.peers().toString());
    }
    return new TraceOutcome.Difference(
        step, island + "center, radius and size", geometry(recorded), geometry(actual));
  }

  private static String geometry(IslandSnapshot island) {
    return "[" + island.center().x() + " " + island.center().z() + "] " + island.radius() + " "
        + island.maxPeers();
  }

  private static TraceOutcome compareChanges(
      int step, List<IslandChange> recorded, List<IslandChange> actual) {
    for (int i = 0; i < Math.max(recorded.size(), actual.size()); i++) {
      String expected = i < recorded.size() ? text(recorded.get(i)) : NOTHING;
      String came = i < actual.size() ? text(actual.get(i)) : NOTHING;
      if (!expected.equals(came)) {
        return new TraceOutcome.Difference(step, "update " + (i + 1), expected, came);
      }
    }
    return new TraceOutcome.Same(step);
  }

  private static String text(IslandChange change) {
    if (change instanceof IslandChange.ChangeTo to) {
      String from = to.from().map(island -> " from " + island).orElse("");
      return to.peer() + " to " + to.island() + from;
    }
    return change.peer() + " leaves " + change.island();
  }

  private static <A, B> List<B> map(List<A> list, Function<A, B> each) {
    return list.stream().map(each).toList();
  }
}
