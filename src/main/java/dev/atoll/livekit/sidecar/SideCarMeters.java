package dev.atoll.livekit.sidecar;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What side-cars count. Safe for any thread. */
final class SideCarMeters {
  private final AtomicInteger rooms = new AtomicInteger();
  private final Counter received;
  private final Counter sent;
  private final Counter dropped;
  private final Counter rejoins;
  private final Map<End, Counter> ends = new EnumMap<>(End.class);

  SideCarMeters(MeterRegistry meters) {
    Gauge.builder("atoll.side_car.rooms", rooms, AtomicInteger::get)
        .description("Rooms of LiveKit that side-cars are in")
        .strongReference(true)
        .register(meters);
    received = counter(meters, "received", "Packets of peers that side-cars heard");
    sent = counter(meters, "sent", "Packets that side-cars said, of servers and across bridges");
    dropped = counter(meters, "dropped", "Packets that side-cars lost, either way");
    rejoins = counter(meters, "rejoins", "Entries of side-cars after they were cut off");
    for (End each : End.values()) {
      ends.put(
          each,
          Counter.builder("atoll.side_car.ends")
              .description("Stays of side-cars that ended, by why")
              .tag("why", each.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
  }

  private static Counter counter(MeterRegistry meters, String name, String help) {
    return Counter.builder("atoll.side_car." + name).description(help).register(meters);
  }

  void joined() {
    rooms.incrementAndGet();
  }

  void left() {
    rooms.decrementAndGet();
  }

  void received() {
    received.increment();
  }

  void sent() {
    sent.increment();
  }

  void dropped() {
    dropped.increment();
  }

  void rejoins() {
    rejoins.increment();
  }

  void ended(End end) {
    counted(end).increment();
  }

  private Counter counted(End end) {
    Counter counter = ends.get(end);
    if (counter == null) {
      throw new IllegalArgumentException(end.name());
    }
    return counter;
  }
}
