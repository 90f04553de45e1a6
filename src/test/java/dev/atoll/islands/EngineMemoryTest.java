package dev.atoll.islands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineMemoryTest {
  private static final int PEERS = 50_000;
  private static final int STEPS = 5;

  /** Whatever the names and the test's own world take is not counted: the engine is given strings that are held anyway. */
  @ParameterizedTest
  @EnumSource(WalkingWorld.Shape.class)
  void a_peer_costs_less_than_a_kilobyte(WalkingWorld.Shape shape) {
    WalkingWorld world = new WalkingWorld(shape, PEERS, 1);
    IslandsEngine engine = new IslandsEngine(new IslandsParameters(64, 80, 100, "I", Merge.STABLE));
    long before = used();

    world.arrive(engine);
    engine.flush();
    for (int step = 0; step < STEPS; step++) {
      world.walk(engine);
      engine.flush();
      engine.islands();
    }

    long bytesPerPeer = (used() - before) / engine.peerCount();
    assertThat(bytesPerPeer).as("bytes a peer").isLessThan(1024);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
