package dev.atoll.transport;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.ListenedMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which islands third-party servers listen to, as their gateways tell it. What a gateway told counts until it tells something else, and
 * at most {@link #SILENCE}, thrice as long as it may be silent. Started and stopped on one context; asked on any thread.
 */
public final class ListenedIslands implements Predicate<String> {
  static final Duration SILENCE = Duration.ofSeconds(30);

  /** Far more than there are nodes: who speaks on the bus must not fill the memory. */
  private static final int MAX_GATEWAYS = 1000;

  private static final int GATEWAY = 2;
  private static final Logger LOG = LoggerFactory.getLogger(ListenedIslands.class);

  private final LongSupplier nanos;
  private final Map<String, Told> gateways = new HashMap<>();
  /** When each counts no more. */
  private volatile Map<String, Long> islands = Map.of();

  private Optional<Bus.Subscription> subscription = Optional.empty();

  private record Told(List<String> islands, long at) {}

  public ListenedIslands() {
    this(System::nanoTime);
  }

  ListenedIslands(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Hears gateways from now on. */
  public void start(Bus bus) {
    subscription = Optional.of(bus.subscribe(Subjects.EVERY_LISTENED, this::told));
  }

  /** Hears them no more. */
  public void stop() {
    subscription.ifPresent(Bus.Subscription::cancel);
    subscription = Optional.empty();
  }

  /** Whether a server listens to that island. */
  @Override
  public boolean test(String island) {
    Long end = islands.get(island);
    return end != null && nanos.getAsLong() - end < 0;
  }

  private void told(Message message) {
    try {
      ListenedMessage listened =
          message.payload().as(ListenedMessage.class, ListenedMessage.parser());
      told(message.subject().token(GATEWAY), listened.getIslandsList());
    } catch (InvalidProtocolBufferException garbage) {
      LOG.debug("Message not readable subject={}", message.subject());
    }
  }

  private void told(String gateway, List<String> now) {
    long time = nanos.getAsLong();
    gateways.values().removeIf(each -> time - each.at() > SILENCE.toNanos());
    if (now.isEmpty()) {
      gateways.remove(gateway);
    } else if (gateways.size() < MAX_GATEWAYS || gateways.containsKey(gateway)) {
      gateways.put(gateway, new Told(List.copyOf(now), time));
    }
    Map<String, Long> all = new HashMap<>();
    for (Told each : gateways.values()) {
      each.islands().forEach(island -> all.merge(island, each.at() + SILENCE.toNanos(), Math::max));
    }
    islands = all;
  }
}
