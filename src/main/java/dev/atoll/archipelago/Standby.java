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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node that may lead one day keeps of the realm: each peer's last heartbeat, and the islands as the leader told them last. Used on
 * the archipelago's context.
 */
final class Standby {
  private static final Logger LOG = LoggerFactory.getLogger(Standby.class);

  private final Bus bus;
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

  private final NewestTerm terms = new NewestTerm(NewestTerm.SILENCE);
  private ReignMessage reign = ReignMessage.getDefaultInstance();
  private Optional<Message> islands = Optional.empty();

  Standby(Bus bus) {
    this.bus = bus;
  }

  void start() {
    subscriptions.add(bus.subscribe(Subjects.EVERY_HEARTBEAT, this::moved));
    subscriptions.add(bus.subscribe(Subjects.EVERY_DISCONNECT, this::gone));
    subscriptions.add(bus.subscribe(Subjects.only(Subjects.ISLANDS), this::told));
    subscriptions.add(bus.subscribe(Subjects.only(Subjects.REIGN), this::reigned));
  }

  void stop() {
    subscriptions.forEach(Subscription::cancel);
    subscriptions.clear();
  }

  private void told(Message message) {
    if (terms.counts(message.headers(), System.nanoTime())) {
      islands = Optional.of(message);
    }
  }

  private void reigned(Message message) {
    if (terms.counts(message.headers(), System.nanoTime())) {
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
            new Standing(address, message.headers(), heartbeat, System.nanoTime(), "", "");
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

  /** The realm as its leader left it. */
  Gathering.Before before() {
    return new Gathering.Before(
        islands.map(Standby::decoded).orElse(List.of()),
        peer -> Optional.ofNullable(peers.getOrDefault(peer, foreign.get(peer))),
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
