package dev.atoll.nats;

import dev.atoll.bus.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells state anew when NATS is back: who left meanwhile, at once and first; then where everybody is. Never that somebody
 * connected, since a core forgets a peer's island on it. Heartbeats of live sessions are read when their turn comes, so that
 * nobody who leaves meanwhile is told of.
 *
 * <p>Island changes that could not be told are kept for foreign peers, the newest of each, for as long as a core remembers a
 * silent peer by default; a foreign peer that was silent for longer gets a new one with its next heartbeat.
 */
final class Recovery {
  private static final Duration ISLAND_CHANGE_LIFE = Duration.ofSeconds(60);

  /** The newest of so many peers; with a full island in each some 100 MB. */
  private static final int MOST_ISLAND_CHANGES = 10_000;

  /** Looked at after so many, since a look at the clock costs as much as a message. */
  private static final int BATCH = 32;

  private record Kept(Message message, long nanos) {}

  private final Teller teller;
  private final OwnPeers ownPeers;
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
    var eldest = islandChanges.values().iterator();
    while (eldest.hasNext()
        && (isOld(eldest.next(), nanos) || islandChanges.size() > MOST_ISLAND_CHANGES)) {
      eldest.remove();
    }
  }

  void keepDiscovery(Message message) {
    discovery = message;
  }

  /** Begins to tell all of it. */
  void begin(long nanos) {
    congested = false;
    ownPeers.departuresToTell(lostAt, nanos).forEach(teller::tellDeparture);
    heartbeats.clear();
    heartbeats.addAll(ownPeers.addresses());
    Optional.ofNullable(discovery).ifPresent(last -> teller.tellState(Kind.DISCOVERY, "", last));
    Map<String, Kept> changes = new LinkedHashMap<>(islandChanges);
    islandChanges.clear();
    changes.forEach((address, kept) -> {
      if (!isOld(kept, nanos)) {
        teller.islandChanged(kept.message(), kept.nanos());
      }
    });
  }

  /** As {@link #begin}, once there is room again. */
  void afterCongestion(long nanos) {
    if (congested) {
      lostAt = nanos;
      begin(nanos);
    }
  }

  /**
   * Goes on telling.
   *
   * @param until nanosecond at which others have their turn
   * @return whether all is told
   */
  boolean goOn(long until) {
    while (!heartbeats.isEmpty()) {
      for (int i = 0; i < BATCH && !heartbeats.isEmpty(); i++) {
        if (!tellHeartbeat(heartbeats.element())) {
          return false;
        }
        heartbeats.remove();
      }
      if (System.nanoTime() - until > 0) {
        break;
      }
    }
    return heartbeats.isEmpty();
  }

  boolean hasMore() {
    return !heartbeats.isEmpty();
  }

  private boolean tellHeartbeat(String address) {
    Optional<Message> last = ownPeers.lastHeartbeat(address);
    return last.isEmpty() || teller.tellState(Kind.HEARTBEAT, address, last.get());
  }

  private static boolean isOld(Kept kept, long nanos) {
    return nanos - kept.nanos() > ISLAND_CHANGE_LIFE.toNanos();
  }
}
