package dev.atoll.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atoll.Patience;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** One short row of each kind; {@code scripts/chaos} has all of them, and long. */
@Timeout(10 * Patience.SECONDS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChaosIT {
  private static final int PEERS = 30;
  private static final int VILLAGE = 10;
  private static Bench bench;

  @BeforeAll
  static void start() {
    bench = new Bench();
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @Test
  @Order(1)
  void the_leader_is_killed() {
    holds(new Kill(true));
  }

  @Test
  @Order(2)
  void a_node_hangs() {
    holds(new Stop(8));
  }

  @Test
  @Order(3)
  void a_node_is_cut_off() {
    boolean hasWires = bench.network().hasWires();
    // what a continuous integration's machine can do is not skipped there
    boolean must = System.getenv("CI") != null && System.getProperty("os.name").equals("Linux");
    assumeTrue(hasWires || must, "nodes are " + bench.network().words());
    assertThat(hasWires).as("wires that can be cut").isTrue();

    holds(new Cut(Cut.Kind.PARTITION, 10));
  }

  private static void holds(Row.Trouble row) {
    Figures figures = new Figures();

    bench.run(row, 0, figures, Judge.plan(PEERS, VILLAGE));

    assertThat(figures.all()).allMatch(Figures.Figure::holds);
  }
}
