package dev.atoll.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where other nodes may be. Anybody in Hazelcast may say anything, so that what a node said itself over a link stands beside it and is not
 * replaced, and ids that were never heard are few and dialled less and less often. Pure.
 */
final class Places {
  /** Ids that nobody has proven to be. */
  static final int MOST_UNPROVEN = 64;

  /** Addresses of one id, beside the one that it said itself. */
  private static final int MOST_SAID = 3;

  /** For how long a node is looked for where it was, after Hazelcast has lost it: a heal of the network is seen before its. */
  private static final long REMEMBERED = Duration.ofMinutes(10).toNanos();

  private static final long UNPROVEN_REMEMBERED = Duration.ofSeconds(30).toNanos();

  /** For so long one that was never heard is dialled at each look; then at each tenth, and after a minute at each hundredth. */
  private static final long EAGER = Duration.ofSeconds(10).toNanos();

  private static final long PATIENT = Duration.ofMinutes(1).toNanos();

  private final Map<String, Place> places = new HashMap<>();
  private int looks;

  private static final class Place {
    final long since;
    final List<String> said = new ArrayList<>();
    Optional<String> proven = Optional.empty();
    long last;

    Place(long since) {
      this.since = since;
    }

    List<String> addresses() {
      List<String> all = new ArrayList<>(said);
      proven.ifPresent(own -> {
        all.remove(own);
        all.add(0, own);
      });
      return all;
    }
  }

  /** Somebody says that these nodes are there. */
  void said(Collection<Map.Entry<String, String>> addresses, long nanos) {
    addresses.forEach(each -> said(each.getKey(), each.getValue(), nanos));
    places
        .values()
        .removeIf(each ->
            nanos - each.last > (each.proven.isPresent() ? REMEMBERED : UNPROVEN_REMEMBERED));
  }

  private void said(String node, String address, long nanos) {
    if (!places.containsKey(node) && !isPlaceForOneMore(nanos)) {
      return;
    }
    Place place = places.computeIfAbsent(node, first -> new Place(nanos));
    place.last = nanos;
    place.said.remove(address);
    place.said.add(0, address);
    if (place.said.size() > MOST_SAID) {
      place.said.remove(MOST_SAID);
    }
  }

  /** Who has been dialled in vain for long gives way. */
  private boolean isPlaceForOneMore(long nanos) {
    List<Map.Entry<String, Place>> unproven = places.entrySet().stream()
        .filter(each -> each.getValue().proven.isEmpty())
        .sorted(Comparator.comparingLong(each -> each.getValue().since - nanos))
        .toList();
    if (unproven.size() < MOST_UNPROVEN) {
      return true;
    }
    Map.Entry<String, Place> eldest = unproven.get(0);
    return nanos - eldest.getValue().since > EAGER && places.remove(eldest.getKey()) != null;
  }

  /** A node that has proven to be that one says where it is. */
  void proven(String node, String address, long nanos) {
    Place place = places.computeIfAbsent(node, first -> new Place(nanos));
    place.proven = Optional.of(address);
    place.last = nanos;
  }

  /** Where it was looked for there is another node. */
  void gone(Aim aim) {
    Place place = places.get(aim.node());
    if (place != null) {
      place.said.remove(aim.address());
      place.proven = place.proven.filter(own -> !own.equals(aim.address()));
      if (place.said.isEmpty() && place.proven.isEmpty()) {
        places.remove(aim.node());
      }
    }
  }

  /** Where each is to be looked for now: one address after the other where there are several. To be asked each half second. */
  Map<String, String> look(long nanos) {
    looks++;
    Map<String, String> now = new HashMap<>();
    places.forEach((node, place) -> {
      List<String> addresses = place.addresses();
      if (isTime(place, nanos)) {
        now.put(node, addresses.get(Math.floorMod(looks, addresses.size())));
      }
    });
    return now;
  }

  private boolean isTime(Place place, long nanos) {
    long age = nanos - place.since;
    int each = age < EAGER ? 1 : age < PATIENT ? 10 : 100;
    return place.proven.isPresent() || looks % each == 0;
  }
}
