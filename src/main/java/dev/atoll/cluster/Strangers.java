package dev.atoll.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Connections on which nobody has proven anything yet. There may be {@value #MOST}, and {@value #MOST_OF_ONE} of one address; those of
 * addresses where somebody has proven to be a node find a place beside them, however many others hold theirs. Used on the links' context.
 */
final class Strangers {
  static final int MOST = 64;
  static final int MOST_OF_ONE = 16;

  /** Addresses of nodes; the first are forgotten first. */
  private static final int MOST_FRIENDS = 256;

  /** Whom they were dialled for. */
  private final Map<Link, Aim> dialled = new LinkedHashMap<>();

  private final Map<String, Integer> ofHost = new HashMap<>();
  private final Set<String> friends = new LinkedHashSet<>();
  private int othersThanFriends;

  /** Whether one more of that address may come. */
  boolean mayEnter(String host) {
    boolean isPlace = friends.contains(host) || othersThanFriends < MOST;
    return isPlace && ofHost.getOrDefault(host, 0) < MOST_OF_ONE;
  }

  void add(Link link, Aim aim) {
    dialled.put(link, aim);
    if (aim.equals(Aim.NONE)) {
      // how many are dialled at once is bounded elsewhere
      ofHost.merge(link.carrier().host(), 1, Integer::sum);
      count();
    }
  }

  /** It is one no more; whom it was dialled for, and empty when it was none. */
  Optional<Aim> remove(Link link) {
    Optional<Aim> aim = Optional.ofNullable(dialled.remove(link));
    if (aim.filter(Aim.NONE::equals).isPresent()) {
      ofHost.computeIfPresent(link.carrier().host(), (host, count) -> count > 1 ? count - 1 : null);
      count();
    }
    return aim;
  }

  /** A node is there. */
  void befriend(String host) {
    friends.remove(host);
    friends.add(host);
    if (friends.size() > MOST_FRIENDS) {
      friends.remove(friends.iterator().next());
    }
    count();
  }

  private void count() {
    othersThanFriends = ofHost.entrySet().stream()
        .filter(each -> !friends.contains(each.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** All there are. */
  List<Link> all() {
    return new ArrayList<>(dialled.keySet());
  }

  int size() {
    return dialled.size();
  }
}
