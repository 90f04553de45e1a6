package dev.atoll.archipelago;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Peers whose node is lost: they keep their place in their island for a while, in case they come back. Bounded by the peers there are. */
final class Absence {
  private final long nanos;

  /** When each went missing; the eldest first. */
  private final Map<String, Long> since = new LinkedHashMap<>();

  /** @param nanos for which one who is absent keeps its place */
  Absence(long nanos) {
    this.nanos = nanos;
  }

  /** Their node is not heard any more. */
  void begin(List<String> addresses, long now) {
    addresses.forEach(address -> since.putIfAbsent(address, now));
  }

  /** One is heard again, or gone for good; false when it was not absent. */
  boolean end(String address) {
    return since.remove(address) != null;
  }

  boolean has(String address) {
    return since.containsKey(address);
  }

  /** Forgets those who have been absent for too long, and says who they were. */
  List<String> expire(long now) {
    List<String> expired = new ArrayList<>();
    Iterator<Map.Entry<String, Long>> eldest = since.entrySet().iterator();
    while (eldest.hasNext()) {
      Map.Entry<String, Long> next = eldest.next();
      if (now - next.getValue() <= nanos) {
        break;
      }
      expired.add(next.getKey());
      eldest.remove();
    }
    return expired;
  }
}
