package dev.atoll.islands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An island as the engine holds it: its members in order, and what is known of them until they change. */
final class Island {
  /** Most members of an island that a merge can begin with: of two that fit together one is at most half full. */
  static final int SMALL = 0;

  static final int MEDIUM = 1;

  /** Nobody fits in and it fits in nowhere. */
  static final int FULL = 2;

  final String id;
  final long sequence;
  int maxPeers;

  Peer[] members;
  int size;

  /** Where its members are in the grid, and how it is listed there. */
  @Nullable
  Presence presences;

  int weight = SMALL;

  /** Whether the next flush looks at it. */
  boolean touched;

  /** Whether its members are known to be connected by hops of at most the leave distance. */
  boolean whole;

  /** Whether it was emptied or merged away. */
  boolean gone;

  /** The last merge turn that met it. */
  long turn;

  double centerX;
  double centerZ;
  double radius;
  private boolean measured;
  private @Nullable IslandSnapshot snapshot;

  Island(String id, long sequence, int maxPeers, Peer[] members) {
    this.id = id;
    this.sequence = sequence;
    this.maxPeers = maxPeers;
    this.members = members;
    this.size = members.length;
  }

  void add(Peer peer) {
    if (size == members.length) {
      members = Arrays.copyOf(members, Math.max(2, size * 2));
    }
    members[size++] = peer;
    changed();
  }

  void addAll(Island other) {
    if (size + other.size > members.length) {
      members = Arrays.copyOf(members, Math.max(size + other.size, size * 2));
    }
    System.arraycopy(other.members, 0, members, size, other.size);
    size += other.size;
    changed();
  }

  void remove(Peer peer) {
    int at = 0;
    while (members[at] != peer) {
      at++;
    }
    size--;
    System.arraycopy(members, at + 1, members, at, size - at);
    members[size] = null;
    changed();
  }

  void replaceMembers(Peer[] others) {
    members = others;
    size = others.length;
    changed();
  }

  /** Its members or their positions are not what they were. */
  void changed() {
    measured = false;
    snapshot = null;
  }

  /** Brings center and radius up to date: sums in member order, as their last digit depends on it. */
  void measure() {
    if (measured) {
      return;
    }
    double sumX = 0;
    double sumZ = 0;
    for (int i = 0; i < size; i++) {
      sumX += members[i].x;
      sumZ += members[i].z;
    }
    centerX = sumX / size;
    centerZ = sumZ / size;
    radius = Math.sqrt(farthest());
    measured = true;
  }

  private double farthest() {
    double most = Distance.squared(members[0].x, members[0].z, centerX, centerZ);
    for (int i = 1; i < size; i++) {
      double squared = Distance.squared(members[i].x, members[i].z, centerX, centerZ);
      if (squared > most) {
        most = squared;
      }
    }
    return most;
  }

  IslandSnapshot snapshot() {
    IslandSnapshot known = snapshot;
    if (known == null) {
      measure();
      known = new IslandSnapshot(id, names(), new Position(centerX, 0, centerZ), radius, maxPeers);
      snapshot = known;
    }
    return known;
  }

  private List<String> names() {
    String[] names = new String[size];
    for (int i = 0; i < size; i++) {
      names[i] = members[i].name;
    }
    return List.of(names);
  }

  EngineState.IslandState state() {
    List<EngineState.PeerState> peers = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      peers.add(members[i].state());
    }
    return new EngineState.IslandState(id, maxPeers, touched, peers);
  }
}
