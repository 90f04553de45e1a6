package dev.atoll.islands.trace;

import dev.atoll.islands.EngineObserver;
import dev.atoll.islands.IslandChange;
import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.Wish;
import java.util.List;

/**
 * Records a running engine, from its state at the start, so that {@link TracePlayer} arrives at the same. A step ends
 * with each flush; what comes after the last one is left out. Used by the engine's owner, on its thread.
 *
 * <p>Bounded: when the next step would not fit, recording stops and what there is stays a whole trace. While it runs a
 * flush also costs the writing of all islands.
 */
public final class TraceRecorder implements EngineObserver {
  /** What is kept free for the end of the text. */
  private static final int TAIL = 2;

  private final IslandsEngine engine;
  private final int maxBytes;
  private final JsonText written = new JsonText();
  private final JsonText operations = new JsonText();
  private final JsonText step = new JsonText();
  private int steps;
  private boolean running = true;

  private TraceRecorder(IslandsEngine engine, int maxBytes) {
    this.engine = engine;
    this.maxBytes = maxBytes;
  }

  /**
   * Starts to record an engine, in place of whoever observed it.
   *
   * @param name what a human will call the trace
   * @param maxBytes most bytes of its text; the state at the start is written even if it is larger, then no step is
   */
  public static TraceRecorder start(IslandsEngine engine, String name, int maxBytes) {
    TraceRecorder recorder = new TraceRecorder(engine, maxBytes);
    TraceWriter.begin(recorder.written, name, engine.parameters(), engine.state());
    engine.observe(recorder);
    return recorder;
  }

  /** How many steps are recorded. */
  public int steps() {
    return steps;
  }

  /** Whether it still records; not after {@link #stop} nor once a step did not fit. */
  public boolean isRunning() {
    return running;
  }

  /** Ends the recording. Called again, the same text. */
  public String stop() {
    end();
    return written + "]}";
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
  public void flushed(List<IslandChange> changes) {
    if (!hasRoom()) {
      return;
    }
    step.clear();
    TraceWriter.step(step.raw(steps == 0 ? "" : ","), operations, engine.islands(), changes);
    operations.clear();
    if (written.length() + step.length() + TAIL > maxBytes) {
      end();
      return;
    }
    written.append(step);
    steps++;
  }

  private boolean hasRoom() {
    if (running && written.length() + operations.length() + TAIL > maxBytes) {
      end();
    }
    return running;
  }

  private void end() {
    if (running) {
      running = false;
      engine.observe(EngineObserver.NONE);
    }
  }
}
