package dev.atoll.islands;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups peers into islands: positions in, changes out. Knows no clock, does no I/O, and is deterministic: the same
 * calls give the same islands, ids, orders and changes.
 *
 * <p>Moves and disconnects only take note; {@link #flush} regroups. Near means near in x and z. A newcomer first gets an
 * island of its own; then islands touched since the last flush (a member moved, even to where it was, or left) split
 * into what is connected by hops of at most the leave distance, the biggest group keeping the id; then those and the new
 * ones merge with what is within the join distance, bigger taking in smaller and older younger, unless most of an
 * island's members wish for another one that has seats. Ids count up in base 36, also for islands that are merged away
 * at once. A peer whose position is not finite is near nobody.
 *
 * <p>A flush costs what the peers that moved cost, with their surroundings; it does not grow with all islands.
 *
 * <p><b>Asking a transport comes after the flush</b>, and what happens meanwhile wins. Before a {@link
 * IslandChange.ChangeTo} is published, compare its island with {@link #islandOf}: if that is another or none, a later
 * flush or a disconnect has overtaken it, and it must not be published; the next flush reports the rest. A disconnect
 * between flush and publication so ends in a {@code leave} of the next flush and never in a late {@code changeTo}. When
 * the transport cannot open the island, {@link #putBack} returns its peers to where they came from, {@link #disconnect}
 * makes newcomers newcomers again; when it refuses a single peer, {@code disconnect} that one. What a transport is known
 * to refuse beforehand is an {@link Admission}.
 *
 * <p>Not thread-safe: one owner at a time.
 *
 * <p>Source of the semantics: traces recorded from archipelago-workers' core, which {@link Merge#REFERENCE} reproduces
 * exactly.
 */
public final class IslandsEngine {
  private final IslandsParameters parameters;
  private final Map<String, Peer> peers = new HashMap<>();
  private final Set<Peer> newcomers = new LinkedHashSet<>();
  private final Islands islands;
  private final Splitter splitter;
  private final Merger merger;
  private EngineObserver observer = EngineObserver.NONE;

  /** Of {@link #peers}, those who were disconnected since the last flush and have not come back. */
  private int gone;

  /** An engine without peers, whose islands all have the parameters' size. */
  public IslandsEngine(IslandsParameters parameters) {
    this(parameters, Admission.OPEN);
  }

  /** An engine without peers that asks before it opens or fills an island. */
  public IslandsEngine(IslandsParameters parameters, Admission admission) {
    this.parameters = parameters;
    Partition partition = new Partition(parameters.leaveDistance());
    islands = new Islands(parameters, admission);
    splitter = new Splitter(islands, partition);
    merger = new Merger(parameters, islands, partition);
  }

  /** What it was made with. */
  public IslandsParameters parameters() {
    return parameters;
  }

  /** Tells that observer of everything from now on, and no other. */
  public void observe(EngineObserver newObserver) {
    observer = newObserver;
  }

  /**
   * A peer is there; one that is not known joins at the next flush. A newcomer that moves again before it has joined is
   * as if it had moved once, with the last position and the last wish (or none).
   */
  public void move(String peer, double x, double y, double z, Wish wish) {
    Peer known = peers.get(peer);
    Island island = known == null ? null : known.island;
    if (known == null || island == null) {
      Peer newcomer = newcomer(peer, known);
      newcomer.wish = "";
      newcomer.at(x, y, z);
      newcomer.hope(wish);
    } else {
      boolean elsewhere = known.x != x || known.z != z;
      known.at(x, y, z);
      known.hope(wish);
      islands.moved(known, island, elsewhere);
    }
    observer.moved(peer, x, y, z, wish);
  }

  /**
   * Forgets a peer: its membership, position and wish. The next flush reports a leave unless the peer had no island or
   * has moved again by then (which makes it a newcomer). Unknown peers are ignored.
   */
  public void disconnect(String peer) {
    Peer known = peers.get(peer);
    if (known != null) {
      forget(known);
    }
    observer.disconnected(peer);
  }

  /**
   * Regroups and reports, for each peer concerned at most once, in the order in which they were first concerned.
   *
   * @return the changes, immutable
   */
  public List<IslandChange> flush() {
    openForNewcomers();
    List<Island> touched = islands.touched();
    for (int i = 0; i < touched.size(); i++) {
      splitter.split(touched.get(i));
    }
    for (int i = 0; i < touched.size(); i++) {
      if (!touched.get(i).gone) {
        merger.merge(touched.get(i));
      }
    }
    List<IslandChange> changes = Collections.unmodifiableList(islands.changes.list());
    islands.changes.peers().forEach(this::dropIfGone);
    islands.turnedAway().forEach(this::dropIfGone);
    gone = 0;
    islands.settle();
    observer.flushed(changes);
    return changes;
  }

  /**
   * Takes back what a flush did to a peer: it returns to the end of an island's order as if it had not left, and nothing
   * is reported. The island is looked at again when one of its peers moves.
   *
   * @return false, and nothing is done, when the peer or the island is not there (any more), the peer is in it already,
   *     or it is full
   */
  public boolean putBack(String peer, String island) {
    Peer known = peers.get(peer);
    Island back = islands.get(island);
    Island now = known == null ? null : known.island;
    if (known == null || now == null || back == null || back == now || back.size >= back.maxPeers) {
      return false;
    }
    islands.remove(known, now);
    islands.add(known, back);
    observer.wasPutBack(peer, island);
    return true;
  }

  /**
   * Gives an island so many seats from now on. It only stops growing when it has more members: nobody is put out. With none
   * it drains, as who leaves is not replaced.
   *
   * @param maxPeers most members it takes, at least 0
   * @return false, and nothing is done, when there is no such island (any more) or it has just these seats
   */
  public boolean resize(String island, int maxPeers) {
    require(maxPeers >= 0);
    Island resized = islands.get(island);
    if (resized == null || resized.maxPeers == maxPeers) {
      return false;
    }
    islands.resize(resized, maxPeers);
    observer.resized(island, maxPeers);
    return true;
  }

  /**
   * Islands opened from now on have so many seats, in place of the parameters' size.
   *
   * @param size at least 1
   */
  public void openAt(int size) {
    require(size >= 1);
    if (islands.seats() != size) {
      islands.seats(size);
      observer.opensAt(size);
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("seats must not be that few");
    }
  }

  /**
   * The islands in creation order, immutable. Those of islands that have not changed since the last call are the same
   * objects; positions are the latest, memberships those of the last flush less who was disconnected.
   */
  public List<IslandSnapshot> islands() {
    return islands.snapshots();
  }

  /** One of {@link #islands}. */
  public Optional<IslandSnapshot> island(String id) {
    return Optional.ofNullable(islands.get(id)).map(Island::snapshot);
  }

  /** The island a peer is in now; empty for newcomers and the unknown. */
  public Optional<String> islandOf(String peer) {
    Peer known = peers.get(peer);
    return known == null ? Optional.empty() : Optional.ofNullable(known.island).map(in -> in.id);
  }

  /** A peer's latest position, newcomers' too. */
  public Optional<Position> positionOf(String peer) {
    Peer known = peers.get(peer);
    return known == null || isGone(known)
        ? Optional.empty()
        : Optional.of(new Position(known.x, known.y, known.z));
  }

  /** The island a peer wishes to be in. */
  public Optional<String> wishOf(String peer) {
    Peer known = peers.get(peer);
    return known == null || isGone(known) || known.wish.isEmpty()
        ? Optional.empty()
        : Optional.of(known.wish);
  }

  /** How many peers there are, with newcomers. */
  public int peerCount() {
    return peers.size() - gone;
  }

  /** Everything it knows; changes nothing. */
  public EngineState state() {
    return new EngineState(
        islands.created(),
        islands.seats() == parameters.size() ? 0 : islands.seats(),
        islands.all().stream().map(Island::state).toList(),
        newcomers.stream().map(Peer::state).toList(),
        islands.changes.peers().stream()
            .map(peer -> new IslandChange.Leave(peer.name, peer.changeIsland))
            .toList());
  }

  /** Forgets everything and goes on from a state. The observer is not told. */
  public void restore(EngineState state) {
    peers.clear();
    newcomers.clear();
    islands.reset(state.created(), state.seats() == 0 ? parameters.size() : state.seats());
    for (EngineState.IslandState island : state.islands()) {
      islands.restore(island, island.peers().stream().map(this::restored).toArray(Peer[]::new));
    }
    state.newcomers().forEach(peer -> newcomers.add(restored(peer)));
    for (IslandChange.Leave leave : state.leaves()) {
      islands.changes.leave(peers.computeIfAbsent(leave.peer(), Peer::new), leave.island());
    }
    gone = (int) islands.changes.peers().stream().filter(this::isGone).count();
  }

  /**
   * Takes in an island that was formed elsewhere, with those of its peers that have none here; nothing is reported of them, who
   * were told of it already. The next flush looks at it, so that what is too far apart is parted. With an island of that id here it
   * is united; where both together have more peers than seats, the part with fewer, this one of equals, is made newcomers. One
   * that has an island here stays there, and one that was disconnected here since the last flush is a newcomer. The observer is not told.
   *
   * @param found its seats count where there is none of that id here
   */
  public void adopt(EngineState.IslandState found) {
    Peer[] group =
        found.peers().stream().map(this::homeless).filter(Objects::nonNull).toArray(Peer[]::new);
    if (group.length == 0) {
      return;
    }
    Island known = islands.get(found.id());
    if (known == null) {
      islands.found(found, group);
    } else if (known.size + group.length <= known.maxPeers) {
      islands.unite(known, group);
    } else if (group.length <= known.size) {
      newcomers.addAll(List.of(group));
    } else {
      newcomers.addAll(List.of(islands.supersede(known, group)));
    }
  }

  /** A peer of an island that is adopted, out of the newcomers; null when it has an island already. */
  private @Nullable Peer homeless(EngineState.PeerState state) {
    Peer known = peers.get(state.peer());
    if (known == null) {
      return restored(state);
    }
    if (isGone(known)) {
      move(state.peer(), state.x(), state.y(), state.z(), Wish.UNCHANGED);
    }
    // who is still to be reported as gone stays a newcomer, and so is told anew
    return known.island == null && !known.hasChange() && newcomers.remove(known) ? known : null;
  }

  private Peer restored(EngineState.PeerState state) {
    Peer peer = new Peer(state.peer());
    peer.at(state.x(), state.y(), state.z());
    peer.wish = state.wish();
    peers.put(peer.name, peer);
    return peer;
  }

  private Peer newcomer(String name, @Nullable Peer known) {
    if (known == null) {
      Peer peer = new Peer(name);
      peers.put(name, peer);
      newcomers.add(peer);
      return peer;
    }
    if (newcomers.add(known)) {
      gone--;
    }
    return known;
  }

  private void forget(Peer peer) {
    Island island = peer.island;
    if (island != null) {
      islands.remove(peer, island);
      islands.changes.leave(peer, island.id);
      gone++;
    } else if (newcomers.remove(peer)) {
      gone++;
      if (!peer.hasChange()) {
        dropIfGone(peer);
        gone--;
      }
    }
  }

  private void openForNewcomers() {
    for (Peer newcomer : newcomers) {
      if (!islands.open(new Peer[] {newcomer})) {
        islands.turnedAway().add(newcomer);
      }
    }
    newcomers.clear();
  }

  private boolean isGone(Peer peer) {
    return peer.island == null && !newcomers.contains(peer);
  }

  private void dropIfGone(Peer peer) {
    if (isGone(peer)) {
      peers.remove(peer.name);
    }
  }
}
