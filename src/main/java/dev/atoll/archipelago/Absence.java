package dev.atoll.archipelago;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Peers whose node is lost: they keep their place in their island for a while, in case they come back. Bounded by the peers there are. */
final class Absence {
  private final long nanos;

  /** The eldest first. */
  private final Map<String, Missing> missing = new LinkedHashMap<>();

  /**
   * One that is waited for.
   *
   * @param since it went missing, or logged in again
   * @param back whether it did, and was not heard since
   */
  private record Missing(long since, boolean back) {}

  /**
   * Those who were waited for in vain.
   *
   * @param gone did not log in again
   * @param silent did, and have not said where they are
   */
  record Expired(List<String> gone, List<String> silent) {}

  /** @param nanos for which one who is absent keeps its place */
  Absence(long nanos) {
    this.nanos = nanos;
  }

  /** Their node is not heard any more. */
  void begin(List<String> addresses, long now) {
    addresses.forEach(address -> missing.putIfAbsent(address, new Missing(now, false)));
  }

  /** One that another node has waited for already; the eldest is to be the first. */
  void continued(String address, long since, boolean back) {
    missing.put(address, new Missing(since, back));
  }

  /** Is told who is waited for. */
  @FunctionalInterface
  interface Reader {
    void missing(String address, long since, boolean back);
  }

  /** Tells who is waited for, the eldest first. */
  void read(Reader reader) {
    missing.forEach((address, each) -> reader.missing(address, each.since(), each.back()));
  }

  /** One logged in again, and is waited for anew; false when it was not absent. */
  boolean isBack(String address, long now) {
    boolean was = end(address);
    if (was) {
      missing.put(address, new Missing(now, true));
    }
    return was;
  }

  /** One is heard again, or gone for good; false when it was not absent. */
  boolean end(String address) {
    return missing.remove(address) != null;
  }

  boolean has(String address) {
    return missing.containsKey(address);
  }

  /** Forgets those who have been absent for too long, and says who they were. */
  Expired expire(long now) {
    Expired expired = new Expired(new ArrayList<>(), new ArrayList<>());
    Iterator<Map.Entry<String, Missing>> eldest = missing.entrySet().iterator();
    while (eldest.hasNext()) {
      Map.Entry<String, Missing> next = eldest.next();
      if (now - next.getValue().since() <= nanos) {
        break;
      }
      (next.getValue().back() ? expired.silent() : expired.gone()).add(next.getKey());
      eldest.remove();
    }
    return expired;
  }
}
