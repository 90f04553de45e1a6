package dev.atoll.transport;

import dev.atoll.config.TransportKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which nodes tell of which transports. Rooms that span nodes are one transport of which each of their nodes tells: it is there for as long
 * as one does, and drains when all do. A LiveKit deployment is at no node, and of it whoever leads tells. Without a clock of its own; used on
 * the archipelago's context only.
 */
final class Tellers {
  private final long silenceNanos;

  /** By transport and node; of as many as the registry knows at most. */
  private final Map<String, Map<String, Told>> transports = new HashMap<>();

  private record Told(TransportStatus status, long nanos) {}

  /** @param silenceNanos after which a node that told nothing of a transport does so no more */
  Tellers(long silenceNanos) {
    this.silenceNanos = silenceNanos;
  }

  /**
   * A node told of a transport.
   *
   * @param node empty for this one, and for those of which no link tells when they are gone
   * @return what all its nodes together tell of it
   */
  TransportStatus heard(String node, TransportStatus status, long nanos) {
    if (isAtNoNode(status) || !isPlaceFor(status.id(), nanos)) {
      return status;
    }
    Map<String, Told> tellers =
        transports.computeIfAbsent(status.id(), id -> new LinkedHashMap<>());
    // a name that stands for something else now is that for all
    tellers
        .values()
        .removeIf(each -> isSilent(each, nanos)
            || !each.status().url().equals(status.url())
            || each.status().kind() != status.kind());
    tellers.put(node, new Told(status, nanos));
    return together(tellers.values());
  }

  /** Not one that dialled in, which is where its socket is and has no such URL. */
  private static boolean isAtNoNode(TransportStatus status) {
    return status.kind() == TransportKind.LIVEKIT && status.url().startsWith("ws");
  }

  private boolean isPlaceFor(String id, long nanos) {
    if (transports.size() >= TransportRegistry.MOST && !transports.containsKey(id)) {
      expire(nanos);
    }
    return transports.size() < TransportRegistry.MOST || transports.containsKey(id);
  }

  private boolean isSilent(Told told, long nanos) {
    return nanos - told.nanos() > silenceNanos;
  }

  /** Forgets who has told nothing of a transport for too long. */
  void expire(long nanos) {
    transports.values().removeIf(tellers -> {
      tellers.values().removeIf(each -> isSilent(each, nanos));
      return tellers.isEmpty();
    });
  }

  /** Of how many transports anybody tells. */
  int size() {
    return transports.size();
  }

  /**
   * A node is lost.
   *
   * @param left takes what is left of transports that others tell of too
   * @return ids of those that nobody tells of any more
   */
  List<String> lost(String node, Collection<TransportStatus> left) {
    List<String> gone = new ArrayList<>();
    transports.entrySet().removeIf(each -> {
      Map<String, Told> tellers = each.getValue();
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

  private static TransportStatus together(Collection<Told> tellers) {
    List<TransportStatus> all = tellers.stream().map(Told::status).toList();
    if (all.size() == 1) {
      return all.get(0);
    }
    List<TransportStatus> staying =
        all.stream().filter(each -> !each.draining()).toList();
    List<TransportStatus> able = staying.isEmpty() ? all : staying;
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
