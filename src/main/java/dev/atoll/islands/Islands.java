package dev.atoll.islands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The islands there are, in creation order, and everything that is done to them; keeps grid, weights, geometry and
 * changes in step with the members.
 */
final class Islands {
  private static final int BASE = 36;
  private static final Comparator<Island> OLDEST_FIRST =
      (one, other) -> Long.compare(one.sequence, other.sequence);

  final Changes changes = new Changes();
  private final IslandsParameters parameters;
  private final Admission admission;
  private final Grid grid;
  private final Map<String, Island> byId = new LinkedHashMap<>();
  private final List<Island> touched = new ArrayList<>();
  private final List<Peer> turnedAway = new ArrayList<>();
  private @Nullable List<IslandSnapshot> snapshots;

  /** Of a new island. */
  private int seats;

  /** No island has ever had more seats: what is that big fits in nowhere. */
  private int most;

  private long created;
  private long sequence;

  Islands(IslandsParameters parameters, Admission admission) {
    this.parameters = parameters;
    this.admission = admission;
    this.grid = new Grid(parameters.joinDistance());
    this.seats = parameters.size();
    this.most = parameters.size();
  }

  /** Forgets everything but how many islands there have been, and how many seats new ones have. */
  void reset(long nowCreated, int seatsOfNew) {
    byId.clear();
    touched.clear();
    changes.clear();
    grid.clear();
    snapshots = null;
    created = nowCreated;
    seats = seatsOfNew;
    most = Math.max(parameters.size(), seatsOfNew);
  }

  @Nullable
  Island get(String id) {
    return byId.get(id);
  }

  long created() {
    return created;
  }

  /** Most seats that any island has had. */
  int most() {
    return most;
  }

  int seats() {
    return seats;
  }

  /** Gives islands that are opened from now on so many seats. */
  void seats(int each) {
    seats = each;
    raise(each);
  }

  /** Gives an island so many seats from now on; who is in it stays. */
  void resize(Island island, int maxPeers) {
    island.maxPeers = maxPeers;
    raise(maxPeers);
    changed(island);
  }

  /** How islands are listed in the grid depends on it. */
  private void raise(int maxPeers) {
    if (maxPeers > most) {
      most = maxPeers;
      byId.values().forEach(this::resized);
    }
  }

  Collection<Island> all() {
    return byId.values();
  }

  List<IslandSnapshot> snapshots() {
    List<IslandSnapshot> known = snapshots;
    if (known == null) {
      IslandSnapshot[] all = new IslandSnapshot[byId.size()];
      int count = 0;
      for (Island island : byId.values()) {
        all[count++] = island.snapshot();
      }
      known = List.of(all);
      snapshots = known;
    }
    return known;
  }

  /** A member's position was set; the island is looked at by the next flush even if it is the same as before. */
  void moved(Peer peer, Island island, boolean elsewhere) {
    touch(island);
    if (elsewhere) {
      grid.follow(peer, island);
      island.whole = false;
      changed(island);
    }
  }

  /** Takes a peer out of its island, which ends when it was the last one. */
  void remove(Peer peer, Island island) {
    grid.leave(peer);
    peer.island = null;
    island.remove(peer);
    if (island.size == 0) {
      end(island);
      return;
    }
    island.whole = false;
    touch(island);
    resized(island);
  }

  /** Takes a peer that has no island in at the end, and reports nothing. */
  void add(Peer peer, Island island) {
    peer.island = island;
    island.add(peer);
    island.whole = false;
    grid.enter(peer, island);
    resized(island);
  }

  /** Makes the group the island's only members; the others are to be assigned at once by {@link #open} or {@link #rejoin}. */
  void keep(Island island, Peer[] group) {
    island.replaceMembers(group);
    resized(island);
  }

  /** Undoes what {@link #keep} did to a group. */
  void rejoin(Island island, Peer[] group) {
    for (Peer peer : group) {
      island.add(peer);
    }
    island.whole = false;
    resized(island);
  }

  /**
   * Opens an island for a connected group that is in no island's members any more, and reports it; spends an id in any
   * case.
   *
   * @return false when the admission lets no island be opened
   */
  boolean open(Peer[] group) {
    String id = parameters.prefix() + Long.toString(++created, BASE);
    int admittedSeats = Math.min(admission.seats(id, seats), seats);
    if (admittedSeats <= 0) {
      return false;
    }
    Peer[] admitted = admitted(group, group.length, id);
    if (admitted.length > 0) {
      Island island = new Island(id, ++sequence, admittedSeats, admitted);
      island.whole = admitted.length == group.length;
      for (Peer peer : admitted) {
        grid.leave(peer);
        assign(peer, island);
        grid.enter(peer, island);
      }
      register(island);
      touch(island);
    }
    return true;
  }

  /**
   * Merges one island into another and reports it.
   *
   * @return false when there are no seats or the admission does not let it grow
   */
  boolean merge(Island into, Island from) {
    if (into.size + from.size > into.maxPeers || !admission.grows(into.id)) {
      return false;
    }
    Peer[] admitted = admitted(from.members, from.size, into.id);
    boolean all = admitted.length == from.size;
    from.replaceMembers(admitted);
    grid.merge(into, from);
    for (Peer peer : admitted) {
      assign(peer, into);
    }
    into.addAll(from);
    into.whole &= from.whole && all && parameters.merge() == Merge.STABLE;
    end(from);
    resized(into);
    return true;
  }

  /** Brings back an island of a state; in creation order. */
  void restore(EngineState.IslandState state, Peer[] members) {
    Island island = placed(state, members);
    if (state.touched()) {
      touch(island);
    }
  }

  /** Takes in an island of elsewhere as the youngest, for peers that have none. */
  void found(EngineState.IslandState state, Peer[] group) {
    touch(placed(state, group));
  }

  /** Takes in peers that have no island, and have seats in this one. */
  void unite(Island island, Peer[] group) {
    for (Peer peer : group) {
      add(peer, island);
    }
    touch(island);
  }

  /**
   * Makes peers that have no island its only members.
   *
   * @return those who were, who have none now
   */
  Peer[] supersede(Island island, Peer[] group) {
    Peer[] before = Arrays.copyOf(island.members, island.size);
    for (Peer peer : before) {
      grid.leave(peer);
      peer.island = null;
    }
    island.replaceMembers(group);
    enter(island);
    island.whole = false;
    touch(island);
    resized(island);
    return before;
  }

  private Island placed(EngineState.IslandState state, Peer[] members) {
    Island island = new Island(state.id(), ++sequence, state.maxPeers(), members);
    raise(state.maxPeers());
    enter(island);
    register(island);
    return island;
  }

  private void enter(Island island) {
    for (Peer peer : island.members) {
      peer.island = island;
      grid.enter(peer, island);
    }
  }

  /**
   * Those the running flush looks at, oldest first; islands opened later are appended by themselves. Some may be gone.
   */
  List<Island> touched() {
    touched.removeIf(island -> island.gone);
    touched.sort(OLDEST_FIRST);
    return touched;
  }

  /** Ends a flush: everything has been looked at. */
  void settle() {
    for (Island island : touched) {
      island.touched = false;
    }
    touched.clear();
    changes.clear();
    turnedAway.clear();
  }

  /** Whom the admission did not let in during this flush. */
  List<Peer> turnedAway() {
    return turnedAway;
  }

  private void touch(Island island) {
    if (!island.touched) {
      island.touched = true;
      touched.add(island);
    }
  }

  private void assign(Peer peer, Island island) {
    Island before = peer.island;
    peer.island = island;
    changes.changeTo(peer, island.id, before == null ? "" : before.id);
  }

  private Peer[] admitted(Peer[] group, int size, String island) {
    Peer[] admitted = new Peer[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      Peer peer = group[i];
      if (admission.admits(peer.name, island)) {
        admitted[count++] = peer;
      } else {
        grid.leave(peer);
        peer.island = null;
        turnedAway.add(peer);
      }
    }
    return count == size ? admitted : Arrays.copyOf(admitted, count);
  }

  private void register(Island island) {
    byId.put(island.id, island);
    resized(island);
  }

  private void end(Island island) {
    island.gone = true;
    byId.remove(island.id);
    snapshots = null;
  }

  /** Positions are others. */
  private void changed(Island island) {
    island.changed();
    snapshots = null;
  }

  /** Members are others. */
  private void resized(Island island) {
    changed(island);
    int weight = island.size * 2 <= most ? Island.SMALL : Island.MEDIUM;
    grid.weigh(island, island.size >= most ? Island.FULL : weight);
  }
}
