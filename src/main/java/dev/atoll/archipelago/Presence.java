package dev.atoll.archipelago;

import dev.atoll.bus.Headers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who is here: when each peer was last heard of, and by which session. Holds a peer until it is forgotten or silent. */
final class Presence {
  /**
   * What is known of one peer.
   *
   * @param nanos when it was last heard of
   * @param headers of what was heard, shared by all of one session
   */
  record Sighting(long nanos, Headers headers) {}

  private static final Sighting NONE = new Sighting(0, Headers.NONE);

  private final long timeoutNanos;

  /** In the order of the last sighting, so that silent peers stand first; that one is looked at is no sighting. */
  private final Map<String, Sighting> peers = new LinkedHashMap<>();

  private int foreign;

  Presence(long timeoutNanos) {
    this.timeoutNanos = timeoutNanos;
  }

  void seen(String address, Headers headers, long nanos) {
    Sighting before = peers.remove(address);
    peers.put(address, new Sighting(nanos, headers));
    foreign += share(headers) - share(before);
  }

  void forget(String address) {
    foreign -= share(peers.remove(address));
  }

  boolean has(String address) {
    return peers.containsKey(address);
  }

  /** How many were last heard of through another system. */
  int foreign() {
    return foreign;
  }

  static boolean isForeign(Headers headers) {
    return headers.has(Headers.VIA);
  }

  private static int share(@Nullable Sighting sighting) {
    return sighting == null ? 0 : share(sighting.headers());
  }

  private static int share(Headers headers) {
    return isForeign(headers) ? 1 : 0;
  }

  /**
   * Forgets those that have been silent for longer than the timeout, and says who they were.
   *
   * @param kept who is waited for in another way
   */
  List<String> expire(long nanos, Predicate<String> kept) {
    List<String> silent = new ArrayList<>();
    for (Map.Entry<String, Sighting> peer : peers.entrySet()) {
      if (nanos - peer.getValue().nanos() <= timeoutNanos) {
        break;
      }
      if (!kept.test(peer.getKey())) {
        silent.add(peer.getKey());
      }
    }
    silent.forEach(this::forget);
    return silent;
  }

  /** Origin through which its session came; empty when not known. */
  String origin(String address) {
    return headers(address).get(Headers.ORIGIN).orElse("");
  }

  /** What goes with whatever concerns this login of the peer only; nothing when its login is not known. */
  Headers login(String address) {
    return headers(address)
        .get(Headers.LOGIN)
        .map(login -> new Headers(Map.of(Headers.LOGIN, login)))
        .orElse(Headers.NONE);
  }

  /** Whether the door of its session has topics. */
  boolean hasTopics(String address) {
    return headers(address).has(Headers.TOPICS);
  }

  /** Ids of the nodes at which there are sessions; the empty one is this node, and that of peers of foreign systems. */
  Set<String> nodes() {
    Set<String> nodes = new HashSet<>();
    peers.values().forEach(each -> nodes.add(each.headers().get(Headers.NODE).orElse("")));
    return nodes;
  }

  /** Id of the node of a peer's session; empty: this one, or none. */
  String node(String address) {
    return headers(address).get(Headers.NODE).orElse("");
  }

  /** Those whose sessions are at that node; empty: this one. Peers of foreign systems have theirs at none. */
  List<String> at(String node) {
    List<String> there = new ArrayList<>();
    peers.forEach((address, sighting) -> {
      Headers headers = sighting.headers();
      if (!isForeign(headers) && headers.get(Headers.NODE).orElse("").equals(node)) {
        there.add(address);
      }
    });
    return there;
  }

  Headers headers(String address) {
    return peers.getOrDefault(address, NONE).headers();
  }

  int size() {
    return peers.size();
  }
}
