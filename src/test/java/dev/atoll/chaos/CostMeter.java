package dev.atoll.chaos;

import java.time.Duration;
import java.util.List;

/** Processor time of nodes for each message that a crowd hears; in seconds that a caller waits. */
final class CostMeter {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final double MICROS = 1e6;

  private CostMeter() {}

  /** Waits until the crowd is there and the compilers had so many seconds. */
  static void warmUp(Judge judge, int seconds) {
    if (Double.isInfinite(Waiting.until(LONG, judge::settled))) {
      throw new IllegalStateException("the crowd did not arrive: " + judge.unsettled());
    }
    pass(seconds);
  }

  /** Microseconds a delivery of these nodes together. */
  static double microsADelivery(List<NodeProgram> nodes, Judge judge, int seconds) {
    double cpu = cpu(nodes);
    long deliveries = judge.deliveries();
    pass(seconds);
    return (cpu(nodes) - cpu) * MICROS / (judge.deliveries() - deliveries);
  }

  private static double cpu(List<NodeProgram> nodes) {
    return nodes.stream().mapToDouble(NodeProgram::cpuSeconds).sum();
  }

  private static void pass(int seconds) {
    long start = System.nanoTime();
    Waiting.until(LONG.plusSeconds(seconds), () -> Waiting.since(start) >= seconds);
  }
}
