package dev.atoll.nats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What the bridge counts. Safe for any thread. */
final class NatsMeters {
  /** Why a message did not get across. */
  enum Drop {
    /** In: it is not what its subject asks for, or larger than anybody sends. */
    MALFORMED,
    /** In: it is our own, come home. */
    ECHO,
    /** In: another node of this realm sent it, which is heard over its link, or cut off. */
    OWN_CLUSTER,
    /** In: the same event arrived in another form. */
    COPY,
    /** In: {@code nats.trust} does not let it. */
    UNTRUSTED,
    /** In: the node does not keep up. */
    OVERFLOW,
    /** Out: it waited too long, or had to make room, while NATS was down. */
    EXPIRED,
    /** Out: it is larger than the server takes. */
    TOO_LARGE,
    /** Out: what was published on the bus is not what its subject asks for, or NATS cannot have it. */
    UNSENDABLE
  }

  private final Map<Kind, Counter> in = new EnumMap<>(Kind.class);
  private final Map<Kind, Counter> out = new EnumMap<>(Kind.class);
  private final Map<Drop, Counter> dropped = new EnumMap<>(Drop.class);
  private final Counter connects;
  private final Counter failures;

  NatsMeters(MeterRegistry meters) {
    for (Kind kind : Kind.values()) {
      in.put(kind, counter(meters, "atoll.nats.in", "Messages taken from NATS", kind.label()));
      out.put(kind, counter(meters, "atoll.nats.out", "Messages given to NATS", kind.label()));
    }
    for (Drop drop : Drop.values()) {
      String reason = drop.name().toLowerCase(Locale.ROOT);
      dropped.put(
          drop,
          Counter.builder("atoll.nats.dropped")
              .description("Messages that did not cross the NATS bridge")
              .tag("reason", reason)
              .register(meters));
    }
    connects = Counter.builder("atoll.nats.connects")
        .description("Connections made to NATS")
        .register(meters);
    failures = Counter.builder("atoll.nats.failures")
        .description("Attempts to connect to NATS that failed")
        .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String name, String what, String kind) {
    return Counter.builder(name).description(what).tag("kind", kind).register(meters);
  }

  static void gauge(MeterRegistry meters, String name, String what, IntSupplier value) {
    Gauge.builder(name, value, IntSupplier::getAsInt)
        .description(what)
        .strongReference(true)
        .register(meters);
  }

  void in(Kind kind) {
    increment(in.get(kind));
  }

  void out(Kind kind) {
    increment(out.get(kind));
  }

  void dropped(Drop drop) {
    increment(dropped.get(drop));
  }

  void dropped(Drop reason, long messages) {
    Counter counter = dropped.get(reason);
    if (counter != null) {
      counter.increment(messages);
    }
  }

  void failed() {
    failures.increment();
  }

  void connected() {
    connects.increment();
  }

  private static void increment(@Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }
}
