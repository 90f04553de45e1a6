package dev.atoll.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.NewestTerm;
import dev.atoll.protocol.Positions;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is where and in which island, as the bus tells it: positions from heartbeats, members from who enters and leaves, and from the
 * report of all islands where an archipelago elsewhere makes it. Used on one event loop only.
 */
final class Whereabouts {
  /** Far beyond what one realm holds: what comes from other buses must not fill the memory. */
  static final int MAX_PEERS = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(Whereabouts.class);

  private final Bus bus;
  private final LongSupplier clock;

  /** At most {@link #MAX_PEERS}; newcomers beyond are in no island. */
  private final Map<String, Peer> peers = new HashMap<>();

  /** Members of each island that has some, in the order they came. */
  private final Map<String, Set<Peer>> islands = new HashMap<>();

  private final List<Watcher> watchers = new ArrayList<>();
  private final List<Bus.Subscription> subscriptions = new ArrayList<>();

  /** Told of what changes for members of islands, after it did. */
  interface Watcher {
    /** A peer is a member now. */
    void entered(String island, Peer peer);

    /** A peer is no member any more. */
    void left(String island, Peer peer);

    /** A member is on another parcel than before, or for the first time on any that is known. */
    void moved(String island, Peer peer);
  }

  private final NewestTerm terms = new NewestTerm(NewestTerm.SILENCE);

  /** @param clock milliseconds, only their differences count */
  Whereabouts(Bus bus, LongSupplier clock) {
    this.bus = bus;
    this.clock = clock;
  }

  void start() {
    listen(Subjects.EVERY_HEARTBEAT, message -> heartbeat(message.subject().token(2), message));
    listen(Subjects.EVERY_DISCONNECT, message -> gone(message.subject().token(1)));
    listen(
        Subjects.EVERY_PEER_JOIN,
        message -> enter(message.subject().token(2), PeerOf.joined(message)));
    listen(
        Subjects.EVERY_PEER_LEFT,
        message -> leave(message.subject().token(2), PeerOf.left(message)));
    listen(Subjects.only(Subjects.ISLANDS), this::reported);
  }

  void stop() {
    subscriptions.forEach(Bus.Subscription::cancel);
    subscriptions.clear();
  }

  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  /** Islands with members. */
  Collection<String> islands() {
    return islands.keySet();
  }

  /** As they are now; nobody in an island that is not known. */
  Collection<Peer> members(String island) {
    return islands.getOrDefault(island, Set.of());
  }

  /** Forgets peers in no island that said nothing for so long. */
  void sweep(long silenceMillis) {
    long eldest = clock.getAsLong() - silenceMillis;
    peers.values().removeIf(peer -> peer.island().isEmpty() && peer.seen() < eldest);
  }

  private void heartbeat(String address, Message message) throws InvalidProtocolBufferException {
    Heartbeat heartbeat = message.payload().as(Heartbeat.class, Heartbeat.parser());
    if (!heartbeat.hasPosition() || !Positions.isSound(heartbeat)) {
      return;
    }
    Position at = heartbeat.getPosition();
    peer(address).ifPresent(peer -> move(peer, new PeerPosition(at.getX(), at.getY(), at.getZ())));
  }

  private void move(Peer peer, PeerPosition now) {
    Optional<PeerPosition> before = peer.position();
    peer.position(Optional.of(now));
    peer.seen(clock.getAsLong());
    if (peer.island().isPresent() && (before.isEmpty() || !before.get().isInParcelOf(now))) {
      for (Watcher each : List.copyOf(watchers)) {
        each.moved(peer.island().get(), peer);
      }
    }
  }

  /** Its island is told to be left by itself, if it had one. */
  private void gone(String address) {
    Peer peer = peers.get(address);
    if (peer != null && peer.island().isEmpty()) {
      peers.remove(address);
    } else if (peer != null) {
      peer.seen(0);
    }
  }

  private void enter(String island, String address) {
    Optional<Peer> found = peer(address);
    if (found.isEmpty() || found.get().island().equals(Optional.of(island))) {
      return;
    }
    Peer peer = found.get();
    peer.island().ifPresent(before -> leave(before, address));
    peer.island(Optional.of(island));
    islands.computeIfAbsent(island, id -> new LinkedHashSet<>()).add(peer);
    for (Watcher each : List.copyOf(watchers)) {
      each.entered(island, peer);
    }
  }

  private void leave(String island, String address) {
    Peer peer = peers.get(address);
    if (peer == null || !peer.island().equals(Optional.of(island))) {
      return;
    }
    Set<Peer> members = islands.getOrDefault(island, Set.of());
    members.remove(peer);
    if (members.isEmpty()) {
      islands.remove(island);
    }
    peer.island(Optional.empty());
    for (Watcher each : List.copyOf(watchers)) {
      each.left(island, peer);
    }
  }

  /** Our own archipelago tells of each change, so its report has nothing new; another one's may be the first we hear. */
  private void reported(Message message) throws InvalidProtocolBufferException {
    if (!terms.counts(message.headers(), System.nanoTime())) {
      return;
    }
    if (!(message.payload() instanceof Payload.Encoded)) {
      return;
    }
    Map<String, String> now = new HashMap<>();
    IslandStatusMessage report =
        message.payload().as(IslandStatusMessage.class, IslandStatusMessage.parser());
    for (IslandData island : report.getDataList()) {
      island.getPeersList().forEach(address -> now.put(address, island.getId()));
    }
    for (Peer peer : List.copyOf(peers.values())) {
      peer.island().ifPresent(before -> {
        if (!before.equals(now.get(peer.address()))) {
          leave(before, peer.address());
        }
      });
    }
    now.forEach((address, island) -> enter(island, address));
  }

  private Optional<Peer> peer(String address) {
    Peer known = peers.get(address);
    if (known == null && peers.size() < MAX_PEERS) {
      known = new Peer(address);
      known.seen(clock.getAsLong());
      peers.put(address, known);
    }
    return Optional.ofNullable(known);
  }

  private interface Reader {
    void read(Message message) throws InvalidProtocolBufferException;
  }

  private void listen(Pattern pattern, Reader reader) {
    subscriptions.add(bus.subscribe(pattern, message -> {
      try {
        reader.read(message);
      } catch (InvalidProtocolBufferException garbage) {
        LOG.debug(
            "Message not readable subject={} cause={}", message.subject(), garbage.toString());
      }
    }));
  }
}
