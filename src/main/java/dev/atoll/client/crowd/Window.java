package dev.atoll.client.crowd;

import java.lang.management.ManagementFactory;

/** The steady time of a crowd: from when all are there to when they fall silent. */
final class Window {
  private static final double NANOS = 1e9;

  private final Measures measures;
  private boolean open;
  private long nanos;
  private long cpu;
  private long deliveries;

  Window(Measures measures) {
    this.measures = measures;
  }

  /** What was heard before does not count. */
  void begin() {
    measures.turn(false);
    flip(-1);
    open = true;
  }

  /** What is heard from now on does not count; nothing happens if it never began. */
  void end() {
    if (open) {
      measures.turn(true);
      flip(1);
      open = false;
    }
  }

  boolean isOpen() {
    return open;
  }

  double seconds() {
    return nanos / NANOS;
  }

  long cpuNanos() {
    return cpu;
  }

  long deliveries() {
    return deliveries;
  }

  private void flip(int sign) {
    nanos += sign * System.nanoTime();
    cpu += sign * processNanos();
    deliveries += sign * measures.deliveries();
  }

  private static long processNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
