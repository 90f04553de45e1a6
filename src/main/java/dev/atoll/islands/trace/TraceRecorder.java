package dev.atoll.islands.trace;

import dev.atoll.islands.EngineObserver;
import dev.atoll.islands.EngineState;
import dev.atoll.islands.IslandChange;
import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.Wish;
import java.util.ArrayList;
import java.util.List;

/**
 * Records a running engine, from its state at the start, so that {@link TracePlayer} arrives at the same. A step ends
 * with each flush; what comes after the last one is left out. Used by the engine's owner, on its thread.
 *
 * <p>Bounded: when the next step would not fit, recording stops and what there is stays a whole trace that says it was cut.
 * While it runs, a flush also costs a look at all islands; they become text later, by {@link TraceRecording#text}.
 */
public final class TraceRecorder implements EngineObserver {
  private final IslandsEngine engine;
  private final String name;
  private final EngineState initial;
  private final int maxBytes;
  private final List<TraceRecording.Step> steps = new ArrayList<>();
  private JsonText operations = new JsonText();
  private long bytes;
  private boolean running = true;
  private boolean cut;

  private TraceRecorder(IslandsEngine engine, String name, int maxBytes) {
    this.engine = engine;
    this.name = name;
    this.initial = engine.state();
    this.maxBytes = maxBytes;
    this.bytes = TraceSize.of(initial);
  }

  /**
   * Starts to record an engine, in place of whoever observed it.
   *
   * @param name what a human will call the trace
   * @param maxBytes about the most bytes of its text; the state at the start is kept even if it is larger, then no step is
   */
  public static TraceRecorder start(IslandsEngine engine, String name, int maxBytes) {
    TraceRecorder recorder = new TraceRecorder(engine, name, maxBytes);
    engine.observe(recorder);
    return recorder;
  }

  /** How many steps are recorded. */
  public int steps() {
    return steps.size();
  }

  /** Whether it still records; not after {@link #stop} nor once a step did not fit. */
  public boolean isRunning() {
    return running;
  }

  /** Ends the recording. Called again, the same one. */
  public TraceRecording stop() {
    end();
    return new TraceRecording(name, engine.parameters(), initial, steps, cut);
  }

  @Override
  public void moved(String peer, double x, double y, double z, Wish wish) {
    if (hasRoom()) {
      TraceWriter.move(operations.next('['), peer, x, y, z, wish);
    }
  }

  @Override
  public void disconnected(String peer) {
    if (hasRoom()) {
      TraceWriter.disconnect(operations.next('['), peer);
    }
  }

  @Override
  public void wasPutBack(String peer, String island) {
    if (hasRoom()) {
      TraceWriter.putBack(operations.next('['), peer, island);
    }
  }

  @Override
  public void resized(String island, int maxPeers) {
    if (hasRoom()) {
      TraceWriter.resize(operations.next('['), island, maxPeers);
    }
  }

  @Override
  public void opensAt(int size) {
    if (hasRoom()) {
      TraceWriter.openAt(operations.next('['), size);
    }
  }

  @Override
  public void flushed(List<IslandChange> changes) {
    if (!running) {
      return;
    }
    List<IslandSnapshot> islands = engine.islands();
    bytes += operations.length() + TraceSize.of(islands, changes);
    if (bytes > maxBytes) {
      cut();
      return;
    }
    steps.add(new TraceRecording.Step(operations, islands, changes));
    operations = new JsonText();
  }

  private boolean hasRoom() {
    if (running && bytes + operations.length() > maxBytes) {
      cut();
    }
    return running;
  }

  private void cut() {
    cut = true;
    end();
  }

  private void end() {
    if (running) {
      running = false;
      operations = new JsonText();
      engine.observe(EngineObserver.NONE);
    }
  }
}
