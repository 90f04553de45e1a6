package dev.atoll.islands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The grouping written down as plainly as it can be said, quadratic throughout: what the engine is compared with. */
final class NaiveEngine {
  private final IslandsParameters parameters;
  private final Map<String, Somebody> peers = new LinkedHashMap<>();
  private final Map<String, Somebody> newcomers = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, IslandChange> changes = new LinkedHashMap<>();
  private final Set<String> touched = new LinkedHashSet<>();
  private long created;
  private int seats;

  NaiveEngine(IslandsParameters parameters) {
    this.parameters = parameters;
    this.seats = parameters.size();
  }

  void resize(String island, int maxPeers) {
    Group group = groups.get(island);
    if (group != null) {
      group.maxPeers = maxPeers;
    }
  }

  void openAt(int size) {
    seats = size;
  }

  void move(String name, double x, double y, double z, Wish wish) {
    Somebody peer = peers.get(name);
    if (peer == null) {
      newcomers.put(name, new Somebody(name, x, z, wish));
      return;
    }
    peer.x = x;
    peer.z = z;
    peer.hear(wish);
    touched.add(peer.group);
  }

  void disconnect(String name) {
    newcomers.remove(name);
    Somebody peer = peers.remove(name);
    if (peer != null) {
      Group group = groups.get(peer.group);
      group.members.remove(peer);
      touched.add(group.id);
      if (group.members.isEmpty()) {
        groups.remove(group.id);
      }
      changes.put(name, new IslandChange.Leave(name, peer.group));
    }
  }

  List<IslandChange> flush() {
    for (Somebody newcomer : newcomers.values()) {
      peers.put(newcomer.name, newcomer);
      open(List.of(newcomer));
    }
    newcomers.clear();
    List<String> affected =
        new ArrayList<>(groups.keySet().stream().filter(touched::contains).toList());
    for (String id : List.copyOf(affected)) {
      affected.addAll(split(groups.get(id)));
    }
    for (String id : affected) {
      if (groups.containsKey(id)) {
        mergeAround(groups.get(id));
      }
    }
    List<IslandChange> reported = List.copyOf(changes.values());
    changes.clear();
    touched.clear();
    return reported;
  }

  List<IslandSnapshot> islands() {
    return groups.values().stream().map(this::snapshot).toList();
  }

  private String open(List<Somebody> members) {
    Group group = new Group(parameters.prefix() + Long.toString(++created, 36), created, seats);
    groups.put(group.id, group);
    touched.add(group.id);
    members.forEach(member -> assign(member, group));
    return group.id;
  }

  private void assign(Somebody peer, Group group) {
    changes.put(peer.name, new IslandChange.ChangeTo(peer.name, group.id, peer.group));
    peer.group = group.id;
    group.members.add(peer);
  }

  private List<String> split(Group group) {
    List<List<Somebody>> parts = new ArrayList<>();
    for (Somebody peer : group.members) {
      List<List<Somebody>> near = parts.stream()
          .filter(part ->
              part.stream().anyMatch(other -> near(peer, other, parameters.leaveDistance())))
          .toList();
      List<Somebody> home = near.isEmpty() ? new ArrayList<>() : near.get(0);
      home.add(peer);
      near.stream().skip(1).forEach(home::addAll);
      // by identity: equal lists cannot be, as nobody is in two
      near.stream().skip(1).forEach(parts::remove);
      if (near.isEmpty()) {
        parts.add(home);
      }
    }
    if (parts.size() < 2) {
      return List.of();
    }
    List<Somebody> biggest = parts.get(0);
    for (List<Somebody> part : parts) {
      biggest = part.size() > biggest.size() ? part : biggest;
    }
    group.members.clear();
    group.members.addAll(biggest);
    parts.remove(biggest);
    return parts.stream().map(this::open).toList();
  }

  private void mergeAround(Group middle) {
    List<Group> within = new ArrayList<>(groups.values().stream()
        .filter(other -> other == middle || reach(middle, other))
        .toList());
    within.sort(Comparator.<Group>comparingInt(group -> -group.members.size())
        .thenComparingLong(group -> group.sequence));
    List<Group> bases = new ArrayList<>();
    for (Group group : within) {
      String wish = wish(group);
      List<Group> candidates = new ArrayList<>();
      bases.stream().filter(base -> base.id.equals(wish)).forEach(candidates::add);
      candidates.addAll(bases);
      Optional<Group> home =
          candidates.stream().filter(base -> canMerge(base, group)).findFirst();
      if (home.isPresent()) {
        groups.remove(group.id);
        group.members.forEach(member -> assign(member, home.get()));
      } else {
        bases.add(group);
      }
    }
  }

  private boolean canMerge(Group base, Group other) {
    List<Somebody> union = new ArrayList<>(base.members);
    union.addAll(other.members);
    return union.size() <= base.maxPeers
        && (parameters.merge() == Merge.REFERENCE || connected(union));
  }

  private boolean connected(List<Somebody> all) {
    List<Somebody> open = new ArrayList<>(List.of(all.get(0)));
    Set<Somebody> reached = new LinkedHashSet<>(open);
    while (!open.isEmpty()) {
      Somebody from = open.remove(0);
      for (Somebody to : all) {
        if (near(from, to, parameters.leaveDistance()) && reached.add(to)) {
          open.add(to);
        }
      }
    }
    return reached.size() == all.size();
  }

  private String wish(Group group) {
    Map<String, Integer> votes = new LinkedHashMap<>();
    String leader = "";
    for (Somebody peer : group.members) {
      if (!peer.wish.isEmpty()) {
        votes.merge(peer.wish, 1, Integer::sum);
        if (leader.isEmpty() || votes.get(leader) < votes.get(peer.wish)) {
          leader = peer.wish;
        }
      }
    }
    return leader;
  }

  private boolean reach(Group one, Group other) {
    IslandSnapshot a = snapshot(one);
    IslandSnapshot b = snapshot(other);
    double x = b.center().x() - a.center().x();
    double z = b.center().z() - a.center().z();
    double most = a.radius() + b.radius() + parameters.joinDistance();
    return x * x + z * z <= most * most
        && one.members.stream()
            .anyMatch(peer -> other.members.stream()
                .anyMatch(somebody -> near(peer, somebody, parameters.joinDistance())));
  }

  private static boolean near(Somebody one, Somebody other, double distance) {
    double x = other.x - one.x;
    double z = other.z - one.z;
    return x * x + z * z <= distance * distance;
  }

  private IslandSnapshot snapshot(Group group) {
    double sumX = 0;
    double sumZ = 0;
    for (Somebody peer : group.members) {
      sumX += peer.x;
      sumZ += peer.z;
    }
    double centerX = sumX / group.members.size();
    double centerZ = sumZ / group.members.size();
    double farthest = -1;
    for (Somebody peer : group.members) {
      double x = centerX - peer.x;
      double z = centerZ - peer.z;
      double squared = x * x + z * z;
      farthest = squared <= farthest ? farthest : squared;
    }
    return new IslandSnapshot(
        group.id,
        group.members.stream().map(peer -> peer.name).toList(),
        new Position(centerX, 0, centerZ),
        Math.sqrt(farthest),
        group.maxPeers);
  }

  private static final class Group {
    final String id;
    final long sequence;
    final List<Somebody> members = new ArrayList<>();
    int maxPeers;

    Group(String id, long sequence, int maxPeers) {
      this.id = id;
      this.sequence = sequence;
      this.maxPeers = maxPeers;
    }
  }

  private static final class Somebody {
    final String name;
    double x;
    double z;
    String wish = "";
    String group = "";

    Somebody(String name, double x, double z, Wish wish) {
      this.name = name;
      this.x = x;
      this.z = z;
      hear(wish);
    }

    void hear(Wish said) {
      if (said instanceof Wish.Room room) {
        wish = room.island();
      } else if (said == Wish.CLEARED) {
        wish = "";
      }
    }
  }
}
