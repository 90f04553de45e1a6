package dev.atoll.node;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.config.TransportKind;
import dev.atoll.protocol.message.BridgeEvent;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.IslandChangedMessage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How long peers hear nobody when their island moves: from the word that its transport is another one to their entry into its room. Of
 * islands of which all is bridged meanwhile nothing is measured. Measured where both are known on this node: entries to its own rooms, and
 * those to LiveKit that its webhooks tell. Used on one context.
 */
final class MoveGap {
  /** Who is not there after a minute does not come. */
  private static final long FORGOTTEN_NANOS = Duration.ofMinutes(1).toNanos();

  /** Peers on their way; past it the eldest are not measured. */
  private static final int MOST_MOVING = 10_000;

  /** Peers are told after the order to bridge, when their transport has answered and their turn has come. */
  private static final long TOLD_NANOS = Duration.ofSeconds(10).toNanos();

  private static final int ADDRESS = 2;

  private final LongSupplier nanos;
  private final Counter moves;
  private final Map<TransportKind, Timer> gaps = new EnumMap<>(TransportKind.class);

  /** Who was told when, the eldest first. */
  private final Map<String, Move> moving = new LinkedHashMap<>();

  /** Islands whose moves are bridged, the eldest first. */
  private final Map<String, Bridging> bridged = new LinkedHashMap<>();

  private List<Subscription> subscriptions = List.of();

  private interface Timed {
    long nanos();
  }

  private record Move(String island, TransportKind to, long nanos) implements Timed {}

  /** How a move is bridged, as of when it was told. */
  private record Bridging(long move, boolean leavesGap, long nanos) implements Timed {}

  MoveGap(MeterRegistry meters, LongSupplier nanos) {
    this.nanos = nanos;
    this.moves = Counter.builder("atoll.transports.moves")
        .description("Peers told that their island has another transport")
        .register(meters);
    for (TransportKind kind : List.of(TransportKind.WS_ROOM, TransportKind.LIVEKIT)) {
      gaps.put(
          kind,
          Timer.builder("atoll.transports.gap")
              .description(
                  "From the word that an island has another transport to a peer's entry there")
              .tag("to", word(kind))
              .publishPercentiles(0.5, 0.99)
              .register(meters));
    }
  }

  /** As connection strings begin. */
  private static String word(TransportKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Listens from now on. */
  void start(Bus bus) {
    stop();
    subscriptions = List.of(
        bus.overhear(Subjects.EVERY_BRIDGE, this::bridges),
        bus.overhear(Subjects.EVERY_ISLAND_CHANGED, this::changed));
  }

  /** Listens no more. */
  void stop() {
    subscriptions.forEach(Subscription::cancel);
    subscriptions = List.of();
  }

  private void bridges(Message message) {
    try {
      BridgeMessage told = message.payload().as(BridgeMessage.class, BridgeMessage.parser());
      Bridging known = bridged.get(told.getIsland());
      boolean leavesGap = told.getEventsList().stream().anyMatch(MoveGap::leavesGap);
      boolean isNew = known == null || known.move() != told.getMove();
      if (leavesGap || told.hasOrder() && isNew) {
        bridged.remove(told.getIsland());
        bridged.put(told.getIsland(), new Bridging(told.getMove(), leavesGap, nanos.getAsLong()));
        forgetEldest(bridged);
      }
    } catch (InvalidProtocolBufferException malformed) {
      // whoever it is for says so
    }
  }

  /** There is no bridge, or none any more; or only some of what is said crosses it. */
  private static boolean leavesGap(BridgeEvent event) {
    return event.getKind() == BridgeEvent.Kind.ENDED || event.getKind() == BridgeEvent.Kind.APART;
  }

  private boolean isBridged(String island) {
    Bridging bridging = bridged.get(island);
    return bridging != null
        && !bridging.leavesGap()
        && nanos.getAsLong() - bridging.nanos() < TOLD_NANOS;
  }

  private void changed(Message message) {
    String address = message.subject().token(ADDRESS);
    moving.remove(address);
    message.headers().get(Headers.MOVED).ifPresent(island -> {
      moves.increment();
      Optional<TransportKind> to = isBridged(island) ? Optional.empty() : kind(message);
      to.ifPresent(kind -> {
        moving.put(address, new Move(island, kind, nanos.getAsLong()));
        forgetEldest(moving);
      });
    });
  }

  /** Where the peer is sent to, if its entry there will be known here. */
  private Optional<TransportKind> kind(Message message) {
    try {
      String string = message
          .payload()
          .as(IslandChangedMessage.class, IslandChangedMessage.parser())
          .getConnStr();
      return gaps.keySet().stream()
          .filter(each -> string.startsWith(word(each) + ":"))
          .findFirst();
    } catch (InvalidProtocolBufferException malformed) {
      return Optional.empty();
    }
  }

  private void forgetEldest(Map<String, ? extends Timed> moves) {
    var eldest = moves.values().iterator();
    long old = nanos.getAsLong() - FORGOTTEN_NANOS;
    while (eldest.hasNext()) {
      if (eldest.next().nanos() - old > 0 && moves.size() <= MOST_MOVING) {
        return;
      }
      eldest.remove();
    }
  }

  /** A peer is in a room of that kind. */
  void entered(TransportKind kind, String room, String address) {
    Move move = moving.get(address);
    Timer gap = gaps.get(kind);
    if (move != null && gap != null && move.to() == kind && move.island().equals(room)) {
      moving.remove(address);
      gap.record(Duration.ofNanos(nanos.getAsLong() - move.nanos()));
    }
  }
}
