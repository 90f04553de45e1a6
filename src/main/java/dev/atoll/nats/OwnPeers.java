package dev.atoll.nats;

import dev.atoll.bus.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which peers have a session here, and what has to be told of them when NATS is back. One entry for each session and for each
 * that ended lately. Used on one context.
 */
final class OwnPeers {
  /** What was handed over this long before the loss of a connection was noticed may have gone down with it. */
  private static final long DOUBT_NANOS = 10_000_000_000L;

  /** More leave in no outage that matters; the eldest are forgotten first, and time out in a foreign core. */
  private static final int MOST_DEPARTED = 100_000;

  private static final class Peer {
    @Nullable
    Message heartbeat;
  }

  /**
   * When a session ended.
   *
   * @param told whether NATS was there to be told
   */
  private record Departure(long nanos, boolean told) {}

  private final Map<String, Peer> peers = new HashMap<>();
  private final Map<String, Departure> departed = new LinkedHashMap<>();

  /** Nodes of this realm at which others have a session, by their addresses. */
  private final Map<String, String> elsewhere = new HashMap<>();

  void connected(String address) {
    elsewhere.remove(address);
    peers.put(address, new Peer());
  }

  /** Its session is at another node of this realm now, which tells of it. */
  void loggedInElsewhere(String address, String node) {
    peers.remove(address);
    departed.remove(address);
    elsewhere.put(address, node);
  }

  /** These are all the peers with a session at that node. */
  void at(String node, Set<String> addresses) {
    elsewhere.values().removeIf(node::equals);
    addresses.stream()
        .filter(address -> !has(address))
        .forEach(address -> elsewhere.put(address, node));
  }

  /** Its session at that node is over. */
  void leftElsewhere(String address, String node) {
    elsewhere.remove(address, node);
  }

  /** Whether it has a session at any node of this realm. */
  boolean isOfRealm(String address) {
    return has(address) || elsewhere.containsKey(address);
  }

  void disconnected(String address, boolean told, long nanos) {
    peers.remove(address);
    departed.remove(address);
    departed.put(address, new Departure(nanos, told));
    forgetTold(nanos);
  }

  /** Keeps it as the last one of a peer with a session here. */
  void heartbeat(String address, Message message) {
    Peer peer = peers.get(address);
    if (peer != null) {
      peer.heartbeat = message;
    }
  }

  boolean has(String address) {
    return peers.containsKey(address);
  }

  int size() {
    return peers.size();
  }

  Optional<Message> lastHeartbeat(String address) {
    Peer peer = peers.get(address);
    return peer == null ? Optional.empty() : Optional.ofNullable(peer.heartbeat);
  }

  /** Everybody with a session here. */
  List<String> addresses() {
    return new ArrayList<>(peers.keySet());
  }

  /**
   * Whose end NATS may not know: those who left while it was down, also when they are back, since the new session needs an
   * island of its own; and those who left just before and are not back. They count as told from now on.
   *
   * @param lostAt when the connection was found lost
   */
  List<String> departuresToTell(long lostAt, long nanos) {
    List<String> untold = new ArrayList<>();
    departed.replaceAll((address, departure) -> {
      boolean doubtful = lostAt - departure.nanos() < DOUBT_NANOS && !has(address);
      if (!departure.told() || doubtful) {
        untold.add(address);
      }
      return new Departure(nanos, true);
    });
    return untold;
  }

  private void forgetTold(long nanos) {
    var eldest = departed.values().iterator();
    while (eldest.hasNext()) {
      Departure next = eldest.next();
      boolean safe = next.told() && nanos - next.nanos() > DOUBT_NANOS;
      if (!safe && departed.size() <= MOST_DEPARTED) {
        return;
      }
      eldest.remove();
    }
  }
}
