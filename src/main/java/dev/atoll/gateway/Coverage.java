package dev.atoll.gateway;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which islands a part of the land covers now: those with a member on it. Follows each step of a member from parcel to parcel, so that a
 * boundary passed counts at once. Used on one event loop only.
 */
final class Coverage implements Whereabouts.Watcher {
  private final Land land;
  private final Follower follower;

  /** Members on the land of each covered island, as last looked at. */
  private final Map<String, Set<Peer>> inside = new HashMap<>();

  /** Told what is covered. */
  interface Follower {
    /** An island is covered from now on, with all its members. */
    void covered(String island);

    /** An island is covered no more; its members are those it still has. */
    void uncovered(String island);

    /** A covered island has one more member. */
    void entered(String island, Peer peer);

    /** A covered island has lost a member. */
    void left(String island, Peer peer);
  }

  Coverage(Land land, Follower follower) {
    this.land = land;
    this.follower = follower;
  }

  /** Begins with what is covered already, of which the follower is not told. */
  void start(Whereabouts whereabouts) {
    for (String island : whereabouts.islands()) {
      for (Peer peer : whereabouts.members(island)) {
        if (land.contains(peer)) {
          inside.computeIfAbsent(island, id -> new HashSet<>()).add(peer);
        }
      }
    }
    whereabouts.watch(this);
  }

  Set<String> islands() {
    return inside.keySet();
  }

  boolean covers(String island) {
    return inside.containsKey(island);
  }

  /** Looks at all members anew, since where scenes stand may be known by now. */
  void review(Whereabouts whereabouts) {
    if (!land.hasScenes()) {
      return;
    }
    for (String island : List.copyOf(whereabouts.islands())) {
      whereabouts.members(island).forEach(peer -> moved(island, peer));
    }
  }

  @Override
  public void entered(String island, Peer peer) {
    if (covers(island)) {
      follower.entered(island, peer);
    }
    moved(island, peer);
  }

  @Override
  public void left(String island, Peer peer) {
    if (covers(island)) {
      follower.left(island, peer);
      out(island, peer);
    }
  }

  @Override
  public void moved(String island, Peer peer) {
    if (land.contains(peer)) {
      in(island, peer);
    } else {
      out(island, peer);
    }
  }

  private void in(String island, Peer peer) {
    Set<Peer> members = inside.get(island);
    if (members == null) {
      members = new HashSet<>();
      inside.put(island, members);
      follower.covered(island);
    }
    members.add(peer);
  }

  private void out(String island, Peer peer) {
    Set<Peer> members = inside.get(island);
    if (members != null && members.remove(peer) && members.isEmpty()) {
      inside.remove(island);
      follower.uncovered(island);
    }
  }
}
