package dev.atoll.islands;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How long a flush takes when a third of all peers has moved, with reading all islands after it. Wanted: 10,000 peers
 * under 20 ms, 100,000 under 300 ms, in every world.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
public class IslandsBenchmark {
  @Param({"CITY", "SPARSE", "CROWD"})
  String world;

  @Param({"10000", "100000"})
  int peers;

  @Param({"REFERENCE", "STABLE"})
  Merge merge;

  private IslandsEngine engine;
  private WalkingWorld walkers;

  /** Everybody has arrived. */
  @Setup
  public void arrive() {
    engine = new IslandsEngine(new IslandsParameters(64, 80, 100, "I", merge));
    walkers = new WalkingWorld(WalkingWorld.Shape.valueOf(world), peers, 42);
    walkers.arrive(engine);
    engine.flush();
  }

  /** A third has moved; not measured. */
  @Setup(Level.Invocation)
  public void walk() {
    walkers.walk(engine);
  }

  /** The flush, and reading all islands. */
  @Benchmark
  public List<IslandChange> flush(Blackhole seen) {
    List<IslandChange> changes = engine.flush();
    seen.consume(engine.islands());
    return changes;
  }
}
