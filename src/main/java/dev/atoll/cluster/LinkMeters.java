package dev.atoll.cluster;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/** What is counted of the links with other nodes. */
final class LinkMeters {
  private LinkMeters() {}

  /** @param nodes how many are heard, this one among them */
  static void register(MeterRegistry meters, Links links, IntSupplier nodes) {
    Gauge.builder("atoll.cluster.nodes", nodes, IntSupplier::getAsInt)
        .strongReference(true)
        .description("Nodes of the realm that this one hears, itself among them")
        .register(meters);
    FunctionCounter.builder("atoll.cluster.link.resets", links, Links::resets)
        .description("Links with other nodes that ended")
        .register(meters);
    FunctionCounter.builder("atoll.cluster.link.refused", links, Links::refused)
        .description("Connections between nodes that ended before both sides knew each other")
        .register(meters);
  }
}
