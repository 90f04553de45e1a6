package dev.atoll.archipelago;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What the archipelago counts.
 *
 * @param dropped heartbeats that do not count
 * @param flushes how long each took
 */
record Meters(Counter dropped, Timer flushes) {
  static Meters in(MeterRegistry registry) {
    return new Meters(
        Counter.builder("atoll.heartbeats.dropped")
            .description("Heartbeats that were not sound or came too fast")
            .tag("source", "bus")
            .register(registry),
        Timer.builder("atoll.islands.flush")
            .description("Time to group all peers anew")
            .register(registry));
  }
}
