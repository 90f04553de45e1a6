package dev.atoll.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntSupplier;

/** What the gateway counts. */
final class GatewayMeters {
  private final Counter published;
  private final Counter told;
  private final Counter overflown;
  private final Map<Problem, Counter> refused = new EnumMap<>(Problem.class);

  GatewayMeters(MeterRegistry meters) {
    published = counter(meters, "published", "Messages that third-party servers published");
    told = counter(meters, "told", "Events that third-party servers were told or are to be");
    overflown = counter(
        meters, "overflown", "Third-party servers that let more wait than is kept for them");
    for (Problem each : Problem.values()) {
      refused.put(
          each,
          Counter.builder("atoll.gateway.refused")
              .description("Commands of third-party servers that were refused")
              .tag("name", each.word())
              .register(meters));
    }
  }

  private static Counter counter(MeterRegistry meters, String name, String help) {
    return Counter.builder("atoll.gateway." + name).description(help).register(meters);
  }

  /** How many servers there are is asked for at each scrape. */
  static void servers(MeterRegistry meters, IntSupplier servers) {
    Gauge.builder("atoll.gateway.servers", servers::getAsInt)
        .description("Third-party servers, those that may come back among them")
        .register(meters);
  }

  void published() {
    published.increment();
  }

  void told() {
    told.increment();
  }

  void overflown() {
    overflown.increment();
  }

  void refused(Problem problem) {
    Counter counter = refused.get(problem);
    if (counter != null) {
      counter.increment();
    }
  }
}
