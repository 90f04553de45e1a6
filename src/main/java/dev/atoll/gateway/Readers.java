package dev.atoll.gateway;

import dev.atoll.bus.Headers;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which islands are to hear what one server says in a scene: those with a member on it. Where no scene is known to stand, the parcels that
 * the server may write into count for all of its scenes. Follows each step of a member; what a message costs does not grow with the realm, and
 * of a step only what it changes. Used on one event loop only.
 */
final class Readers implements Whereabouts.Watcher {
  /** Stands for all scenes: where it is not known which one stands. No id is empty. */
  private static final String ANY = "";

  private final String server;
  private final Land land;

  /** Where each member that reads something is; at most the peers of the realm. */
  private final Map<Peer, Standing> standing = new HashMap<>();

  /** How many members read each scene of the area, by their islands. */
  private final Map<String, Map<String, Integer>> islands = new HashMap<>();

  /** Of the scenes that were spoken in since something changed; at most those of the area. */
  private final Map<String, Headers> headers = new HashMap<>();

  private record Standing(String island, List<String> scenes) {}

  /**
   * @param server by which the realm knows it
   * @param land what it may write into
   */
  Readers(String server, Land land) {
    this.server = server;
    this.land = land;
  }

  /** Begins with who is there already. */
  void start(Whereabouts whereabouts) {
    review(whereabouts);
    whereabouts.watch(this);
  }

  /** Looks at all members anew, since where scenes stand may be known by now. */
  void review(Whereabouts whereabouts) {
    for (String island : whereabouts.islands()) {
      whereabouts.members(island).forEach(peer -> moved(island, peer));
    }
  }

  /** What a message in that scene says of the server, and of the islands that are to hear it. */
  Headers headers(String scene) {
    return headers.computeIfAbsent(
        scene,
        id -> new Headers(
            Map.of(Headers.SERVER, server, Headers.ISLANDS, String.join(",", islandsOf(id)))));
  }

  private Collection<String> islandsOf(String scene) {
    Map<String, Integer> reading = new TreeMap<>(islands.getOrDefault(scene, Map.of()));
    reading.putAll(islands.getOrDefault(ANY, Map.of()));
    return reading.keySet();
  }

  @Override
  public void entered(String island, Peer peer) {
    moved(island, peer);
  }

  @Override
  public void left(String island, Peer peer) {
    change(standing.remove(peer), -1);
  }

  @Override
  public void moved(String island, Peer peer) {
    List<String> scenes = peer.position().map(this::scenesAt).orElse(List.of());
    Standing now = new Standing(island, scenes);
    Standing before = scenes.isEmpty() ? standing.remove(peer) : standing.put(peer, now);
    if (!now.equals(before)) {
      change(now, 1);
      change(before, -1);
    }
  }

  private List<String> scenesAt(PeerPosition place) {
    Optional<Set<String>> names = land.names(place);
    if (names.isEmpty() || names.get().isEmpty()) {
      return land.isInParcels(place) ? List.of(ANY) : List.of();
    }
    return land.scenes(names.get());
  }

  private void change(@Nullable Standing at, int by) {
    if (at == null) {
      return;
    }
    for (String scene : at.scenes()) {
      Map<String, Integer> counts = islands.computeIfAbsent(scene, id -> new HashMap<>());
      int before = counts.getOrDefault(at.island(), 0);
      if (before + by > 0) {
        counts.put(at.island(), before + by);
      } else {
        counts.remove(at.island());
      }
      if (before == 0 || before + by == 0) {
        headers.clear();
      }
      if (counts.isEmpty()) {
        islands.remove(scene);
      }
    }
  }
}
