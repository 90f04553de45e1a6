package dev.atoll.archipelago;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.NewestTerm;
import dev.atoll.protocol.Positions;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.ReignMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node that may lead one day keeps of the realm: each peer's last heartbeat, and the islands as the leader told them last. Used on
 * the archipelago's context.
 */
final class Standby {
  private static final Logger LOG = LoggerFactory.getLogger(Standby.class);

  /** Beside the absence, in which a leader may be lost that waited for them: for the next one to take over. */
  private static final Duration MORE = Duration.ofSeconds(10);

  private final Bus bus;
  private final long absenceNanos;
  private final LongSupplier nanos;
  private final List<Subscription> subscriptions = new ArrayList<>();

  /** One for each peer that is logged in at a node of this realm. */
  private final Map<String, Standing> peers = new HashMap<>();

  /** Those that come through other systems, which every node with NATS hears; who was silent for longest is forgotten first. */
  private final Map<String, Standing> foreign = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Standing> eldest) {
      return size() > Grouping.MOST_FOREIGN;
    }
  };

  /** When nodes were lost whose peers are still kept; each is here for a short while. */
  private final Map<String, Long> lost = new HashMap<>();

  private final NewestTerm terms = new NewestTerm(NewestTerm.SILENCE);
  private ReignMessage reign = ReignMessage.getDefaultInstance();
  private Optional<Message> islands = Optional.empty();

  /**
   * @param absence for which the peers of a node that is lost keep their places
   * @param nanos the clock
   */
  Standby(Bus bus, Duration absence, LongSupplier nanos) {
    this.bus = bus;
    this.absenceNanos = absence.plus(MORE).toNanos();
    this.nanos = nanos;
  }

  void start() {
    subscriptions.add(bus.subscribe(Subjects.EVERY_HEARTBEAT, this::moved));
    subscriptions.add(bus.subscribe(Subjects.EVERY_DISCONNECT, this::gone));
    subscriptions.add(bus.subscribe(Subjects.only(Subjects.ISLANDS), this::told));
    subscriptions.add(bus.subscribe(Subjects.only(Subjects.REIGN), this::reigned));
    subscriptions.add(bus.overhear(
        Subjects.EVERY_NODE_LOST,
        message -> lost.put(Subjects.lostNode(message.subject()), nanos.getAsLong())));
  }

  void stop() {
    subscriptions.forEach(Subscription::cancel);
    subscriptions.clear();
  }

  private void told(Message message) {
    if (terms.counts(message.headers(), nanos.getAsLong())) {
      islands = Optional.of(message);
    }
    forgetLost();
  }

  /** The leader tells of those who are gone, unless they were in no island, or logged in anew and said nothing. */
  private void forgetLost() {
    long now = nanos.getAsLong();
    lost.entrySet().removeIf(node -> {
      boolean isOver = now - node.getValue() > absenceNanos;
      if (isOver) {
        peers
            .values()
            .removeIf(
                each -> each.node().equals(node.getKey()) && each.nanos() - node.getValue() <= 0);
      }
      return isOver;
    });
  }

  private void reigned(Message message) {
    if (terms.counts(message.headers(), nanos.getAsLong())) {
      try {
        reign = message.payload().as(ReignMessage.class, ReignMessage.parser());
      } catch (InvalidProtocolBufferException malformed) {
        LOG.warn("reign cannot be read cause={}", malformed.getMessage());
      }
    }
  }

  private void moved(Message message) {
    boolean isForeign = Presence.isForeign(message.headers());
    if (!isForeign && !message.headers().has(Headers.LOGIN)) {
      return;
    }
    try {
      Heartbeat heartbeat = message.payload().as(Heartbeat.class, Heartbeat.parser());
      if (Positions.isSound(heartbeat)) {
        String address = message.subject().token(2);
        Standing now =
            new Standing(address, message.headers(), heartbeat, nanos.getAsLong(), "", "");
        (isForeign ? foreign : peers).put(address, now);
      }
    } catch (InvalidProtocolBufferException malformed) {
      LOG.debug("heartbeat cannot be read", malformed);
    }
  }

  private void gone(Message message) {
    foreign.remove(message.subject().token(1));
    peers.computeIfPresent(
        message.subject().token(1),
        (address, known) -> message.headers().concerns(login(known)) ? null : known);
  }

  private static String login(Standing known) {
    return known.headers().get(Headers.LOGIN).orElse("");
  }

  /** Peers of this realm that are kept. */
  int peers() {
    return peers.size();
  }

  /** The realm as its leader left it. */
  Gathering.Before before() {
    return new Gathering.Before(
        islands.map(Standby::decoded).orElse(List.of()),
        peer -> Optional.ofNullable(peers.getOrDefault(peer, foreign.get(peer))),
        List.copyOf(peers.values()),
        reign);
  }

  private static List<IslandData> decoded(Message message) {
    try {
      return message
          .payload()
          .as(IslandStatusMessage.class, IslandStatusMessage.parser())
          .getDataList();
    } catch (InvalidProtocolBufferException malformed) {
      LOG.warn("islands cannot be read cause={}", malformed.getMessage());
      return List.of();
    }
  }
}
