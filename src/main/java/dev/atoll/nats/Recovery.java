package dev.atoll.nats;

import dev.atoll.bus.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells state anew when NATS is back, or takes more again, a piece at a time: first who left meanwhile, then whose island is
 * another one, then where everybody is. Never that somebody connected, since a core forgets a peer's island on it. Who left
 * and is back is told to have left before anything else is told of it. Heartbeats of live sessions are read when their turn
 * comes, so that nobody who leaves meanwhile is told of.
 *
 * <p>Island changes that could not be told are kept, of each peer the newest, until a newer one is told, until the peer
 * disconnects or connects anew, and for as long as a core remembers a silent peer by default: a peer of a foreign door that
 * was silent for longer gets a new one with its next heartbeat.
 */
final class Recovery {
  private static final Duration ISLAND_CHANGE_LIFE = Duration.ofSeconds(60);

  /** The newest of so many peers; with a full island in each some 100 MB. */
  private static final int MOST_ISLAND_CHANGES = 10_000;

  /** As many as are remembered at once; the eldest are forgotten first, and time out in a foreign core. */
  private static final int MOST_DEPARTURES = 100_000;

  private record Kept(Message message, long nanos) {}

  private final Teller teller;
  private final OwnPeers ownPeers;

  /** Peers that left and are not told to have; kept when the connection is lost once more. */
  private final Set<String> departures = new LinkedHashSet<>();

  /** By peer, the one that changed first standing first. */
  private final Map<String, Kept> islandChanges = new LinkedHashMap<>();

  /** Peers whose heartbeat is to be told; at most one for each session. */
  private final Deque<String> heartbeats = new ArrayDeque<>();

  private @Nullable Message discovery;
  private long lostAt;
  private boolean congested;

  Recovery(Teller teller, OwnPeers ownPeers) {
    this.teller = teller;
    this.ownPeers = ownPeers;
  }

  void lost(long nanos) {
    lostAt = nanos;
    congested = false;
    heartbeats.clear();
  }

  /** Something could not be said, though NATS is there. */
  void missed(boolean connected) {
    congested |= connected;
  }

  /** The newest of each peer counts. */
  void keepIslandChange(String address, Message message, long nanos) {
    islandChanges.remove(address);
    islandChanges.put(address, new Kept(message, nanos));
    Iterator<Kept> eldest = islandChanges.values().iterator();
    while (eldest.hasNext()
        && (isOld(eldest.next(), nanos) || islandChanges.size() > MOST_ISLAND_CHANGES)) {
      eldest.remove();
    }
  }

  /** What is kept of this peer is no longer so. */
  void forgetIslandChange(String address) {
    islandChanges.remove(address);
  }

  /** A peer left, and it was told or will be with the next {@link #begin}. */
  void forget(String address) {
    islandChanges.remove(address);
    departures.remove(address);
  }

  /** @param message empty: another node tells it now */
  void keepDiscovery(Optional<Message> message) {
    discovery = message.orElse(null);
  }

  /** Prepares to tell all of it; {@link #goOn} does. */
  void begin(long nanos) {
    congested = false;
    departures.addAll(ownPeers.departuresToTell(lostAt, nanos));
    Iterator<String> eldest = departures.iterator();
    while (departures.size() > MOST_DEPARTURES) {
      eldest.next();
      eldest.remove();
    }
    heartbeats.clear();
    heartbeats.addAll(ownPeers.addresses());
    Optional.ofNullable(discovery).ifPresent(last -> teller.tellState(Kind.DISCOVERY, "", last));
  }

  /** As {@link #begin}, once there is room again. */
  void afterCongestion(long nanos) {
    if (congested) {
      lostAt = nanos;
      begin(nanos);
    }
  }

  /** Tells now that this peer left, if that is still to be told, since something newer is to follow. */
  void tellDepartureOf(String address) {
    if (departures.contains(address) && teller.tellDeparture(address)) {
      departures.remove(address);
    }
  }

  /**
   * Goes on telling.
   *
   * @return whether all is told
   */
  boolean goOn(Turn turn, long nanos) {
    while (hasMore()) {
      if (turn.isOver() || !tellNext(nanos)) {
        return false;
      }
    }
    return true;
  }

  boolean hasMore() {
    return !departures.isEmpty() || !islandChanges.isEmpty() || !heartbeats.isEmpty();
  }

  private boolean tellNext(long nanos) {
    if (!departures.isEmpty()) {
      String address = departures.iterator().next();
      return teller.tellDeparture(address) && departures.remove(address);
    }
    if (!islandChanges.isEmpty()) {
      String address = islandChanges.keySet().iterator().next();
      return tellIslandChange(address, nanos);
    }
    return tellHeartbeat(heartbeats.element()) && heartbeats.remove() != null;
  }

  private boolean tellIslandChange(String address, long nanos) {
    Kept kept = islandChanges.get(address);
    boolean done = kept == null
        || isOld(kept, nanos)
        || teller.tellState(Kind.ISLAND_CHANGED, address, kept.message());
    if (done) {
      islandChanges.remove(address);
    }
    return done;
  }

  private boolean tellHeartbeat(String address) {
    Optional<Message> last = ownPeers.lastHeartbeat(address);
    return last.isEmpty() || teller.tellState(Kind.HEARTBEAT, address, last.get());
  }

  private static boolean isOld(Kept kept, long nanos) {
    return nanos - kept.nanos() > ISLAND_CHANGE_LIFE.toNanos();
  }
}
