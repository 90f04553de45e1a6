package dev.atoll.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which nodes tell of which transports. Rooms that span nodes are one transport of which each of their nodes tells: it is there for as long
 * as one does, and drains when all do. Used on the archipelago's context only.
 */
public final class Tellers {
  /** By transport and node; of as many as the registry knows at most. */
  private final Map<String, Map<String, TransportStatus>> transports = new HashMap<>();

  /**
   * A node told of a transport.
   *
   * @param node empty for this one, and for those of which no link tells when they are gone
   * @return what all its nodes together tell of it
   */
  public TransportStatus heard(String node, TransportStatus status) {
    if (transports.size() >= TransportRegistry.MOST && !transports.containsKey(status.id())) {
      return status;
    }
    Map<String, TransportStatus> tellers =
        transports.computeIfAbsent(status.id(), id -> new LinkedHashMap<>());
    // a name that stands for something else now is that for all
    tellers
        .values()
        .removeIf(each -> !each.url().equals(status.url()) || each.kind() != status.kind());
    tellers.put(node, status);
    return together(tellers.values());
  }

  /**
   * A node is lost.
   *
   * @param left takes what is left of transports that others tell of too
   * @return ids of those that nobody tells of any more
   */
  public List<String> lost(String node, Collection<TransportStatus> left) {
    List<String> gone = new ArrayList<>();
    transports.entrySet().removeIf(each -> {
      Map<String, TransportStatus> tellers = each.getValue();
      if (tellers.remove(node) == null) {
        return false;
      }
      if (tellers.isEmpty()) {
        gone.add(each.getKey());
      } else {
        left.add(together(tellers.values()));
      }
      return tellers.isEmpty();
    });
    return gone;
  }

  private static TransportStatus together(Collection<TransportStatus> all) {
    if (all.size() == 1) {
      return all.iterator().next();
    }
    List<TransportStatus> staying =
        all.stream().filter(each -> !each.draining()).toList();
    List<TransportStatus> able = staying.isEmpty() ? List.copyOf(all) : staying;
    TransportStatus first = able.get(0);
    TransportStatus together = new TransportStatus(
        first.id(),
        first.kind(),
        first.url(),
        sum(able.stream().mapToLong(TransportStatus::seats).sum()),
        sum(all.stream().mapToLong(TransportStatus::users).sum()),
        able.stream().mapToInt(TransportStatus::islandSize).min().orElse(0),
        able.stream().anyMatch(TransportStatus::healthy),
        staying.isEmpty(),
        all.stream().allMatch(TransportStatus::bridges));
    return together.startedAt(
        able.stream().mapToLong(TransportStatus::started).max().orElse(0));
  }

  private static int sum(long sum) {
    return (int) Math.min(Integer.MAX_VALUE, sum);
  }
}
