package dev.atoll.archipelago;

import dev.atoll.bus.Headers;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.ReignMessage;
import dev.atoll.transport.Stay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a new leader gathers before it changes anything: who is logged in at each node, and which islands there were. Pure.
 */
final class Gathering {
  private final Set<String> awaited;
  private final Set<String> complete = new HashSet<>();
  private final Map<String, Standing> reported = new HashMap<>();

  /** @param nodes whose sessions are waited for; the empty one is this node */
  Gathering(Collection<String> nodes) {
    awaited = new HashSet<>(nodes);
  }

  /** Sessions of a node; of two of one address the later login counts. */
  void report(Collection<Standing> sessions) {
    sessions.forEach(each -> reported.merge(each.address(), each, Gathering::later));
  }

  private static Standing later(Standing one, Standing other) {
    return Logins.isAfter(other.headers(), one.headers()) ? other : one;
  }

  /** All sessions of that node were reported. */
  void complete(String node) {
    complete.add(node);
    awaited.remove(node);
  }

  /** That node is there no more. */
  void lost(String node) {
    awaited.remove(node);
  }

  boolean isComplete() {
    return awaited.isEmpty();
  }

  /** That login is over. */
  void gone(String address, Headers headers) {
    reported.computeIfPresent(
        address, (same, known) -> headers.concerns(Logins.of(known.headers())) ? null : known);
  }

  /**
   * The islands as their members were told them, in creation order; first those that the leader before told of, with the peers of lost
   * nodes in them, who may be back.
   *
   * @param before what the leader before told
   * @param size of an island that it has not told of
   */
  List<Adopted> islands(Before before, int size) {
    Map<String, List<Standing>> members = new LinkedHashMap<>();
    Map<String, Integer> sizes = new HashMap<>();
    Set<String> placed = new HashSet<>();
    for (IslandData island : before.islands()) {
      List<Standing> here = members.computeIfAbsent(island.getId(), id -> new ArrayList<>());
      sizes.put(island.getId(), island.getMaxPeers());
      for (String peer : island.getPeersList()) {
        member(peer, island.getId(), before).filter(found -> placed.add(peer)).ifPresent(here::add);
      }
    }
    for (Standing each : reported.values()) {
      if (!each.island().isEmpty() && placed.add(each.address())) {
        members.computeIfAbsent(each.island(), id -> new ArrayList<>()).add(each);
      }
    }
    Map<String, Stay> stays = before.stays();
    List<Adopted> islands = new ArrayList<>();
    members.forEach((id, here) -> {
      if (!here.isEmpty()) {
        islands.add(new Adopted(
            id, sizes.getOrDefault(id, size), Optional.ofNullable(stays.get(id)), here));
      }
    });
    return islands;
  }

  /** A peer that its node says to be elsewhere, or does not know, is not in this island; those of foreign systems are at no node. */
  private Optional<Standing> member(String peer, String island, Before before) {
    Standing here = reported.get(peer);
    if (here == null) {
      return before
          .lastHeard()
          .apply(peer)
          .filter(known -> Presence.isForeign(known.headers()) || !complete.contains(known.node()))
          .map(known -> known.in(island));
    }
    return Optional.of(here).filter(each -> each.island().equals(island));
  }

  /** Those who were told no island yet, and have said where they are. */
  List<Standing> newcomers() {
    return reported.values().stream()
        .filter(each -> each.island().isEmpty() && each.heartbeat().hasPosition())
        .toList();
  }

  /**
   * What the leader before left behind.
   *
   * @param islands as it told them last, in creation order
   * @param lastHeard a peer as it was heard last
   * @param peers of this realm, as they were heard last
   * @param reign what else it had
   */
  record Before(
      List<IslandData> islands,
      Function<String, Optional<Standing>> lastHeard,
      Collection<Standing> peers,
      ReignMessage reign) {
    /** There was none. */
    static final Before NOTHING = new Before(
        List.of(), peer -> Optional.empty(), List.of(), ReignMessage.getDefaultInstance());

    /** By island. */
    Map<String, Stay> stays() {
      Map<String, Stay> stays = new HashMap<>();
      reign
          .getRidesList()
          .forEach(each -> stays.put(
              each.getIsland(),
              new Stay(each.getTransport(), each.getRule(), 1_000_000L * each.getStayMillis())));
      return stays;
    }
  }

  /**
   * An island that another leader formed.
   *
   * @param size most peers of it
   * @param ride what it rides on, as its leader said; empty when that is not known
   * @param members at least one
   */
  record Adopted(String id, int size, Optional<Stay> ride, List<Standing> members) {
    Adopted {
      members = List.copyOf(members);
    }

    /** What it rides on, as far as that is known, at least by what its members were told. */
    Stay stay() {
      return ride.orElseGet(() -> Stay.begun(members.stream()
          .map(Standing::transport)
          .filter(name -> !name.isEmpty())
          .findFirst()
          .orElse("")));
    }
  }
}
