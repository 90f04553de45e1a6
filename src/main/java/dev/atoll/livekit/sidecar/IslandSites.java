package dev.atoll.livekit.sidecar;

import dev.atoll.livekit.LiveKit.Site;
import dev.atoll.protocol.message.IslandChangedMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which islands are in LiveKit, and where, as their peers are told. Used on one event loop. */
final class IslandSites {
  /** Islands end without a word here; those that nobody was sent to for longest are forgotten first. */
  static final int MOST = 10_000;

  /** What is no token of a subject could be asked for by nobody. */
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  private final List<Site> sites;
  private final Map<String, Site> islands = new LinkedHashMap<>(16, 0.75f, true);

  IslandSites(List<Site> sites) {
    this.sites = sites;
  }

  /** A peer is told where its island is. */
  Optional<Place> told(IslandChangedMessage change) {
    String island = change.getIslandId();
    if (!ID.matcher(island).matches()) {
      return Optional.empty();
    }
    for (Site site : sites) {
      if (site.transport().leadsThere(change.getConnStr())) {
        put(island, site);
        return Optional.of(new Place(site, island));
      }
    }
    islands.remove(island);
    return Optional.empty();
  }

  private void put(String island, Site site) {
    islands.put(island, site);
    if (islands.size() > MOST) {
      var eldest = islands.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  Optional<Site> find(String island) {
    return Optional.ofNullable(islands.get(island));
  }

  Set<String> islands() {
    return islands.keySet();
  }
}
