package dev.atoll.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which islands an area covers now: those with a member in it. Follows each step of a member, so that a boundary passed counts at once.
 * Used on one event loop only.
 */
final class Coverage implements Whereabouts.Watcher {
  private final Area area;
  private final Follower follower;

  /** How many members of each covered island are in the area. */
  private final Map<String, Integer> inside = new HashMap<>();

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

  Coverage(Area area, Follower follower) {
    this.area = area;
    this.follower = follower;
  }

  /** Begins with what is covered already, of which the follower is not told. */
  void start(Whereabouts whereabouts) {
    for (String island : whereabouts.islands()) {
      for (Peer peer : whereabouts.members(island)) {
        if (peer.isIn(area)) {
          inside.merge(island, 1, Integer::sum);
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

  @Override
  public void entered(String island, Peer peer) {
    if (covers(island)) {
      follower.entered(island, peer);
      if (peer.isIn(area)) {
        inside.merge(island, 1, Integer::sum);
      }
    } else if (peer.isIn(area)) {
      in(island);
    }
  }

  @Override
  public void left(String island, Peer peer) {
    if (covers(island)) {
      follower.left(island, peer);
      if (peer.isIn(area)) {
        out(island);
      }
    }
  }

  @Override
  public void moved(String island, Peer peer, Optional<Place> before) {
    boolean was = before.isPresent()
        && area.hasParcel(before.get().parcelX(), before.get().parcelY());
    boolean is = peer.isIn(area);
    if (is && !was) {
      in(island);
    } else if (was && !is) {
      out(island);
    }
  }

  private void in(String island) {
    if (inside.merge(island, 1, Integer::sum) == 1) {
      follower.covered(island);
    }
  }

  private void out(String island) {
    if (inside.merge(island, -1, Integer::sum) == 0) {
      inside.remove(island);
      follower.uncovered(island);
    }
  }
}
