package dev.atoll.livekit.sidecar;

import dev.atoll.livekit.LiveKit.Site;
import java.util.Comparator;

/**
 * A room of LiveKit that a side-car may be in.
 *
 * @param site where it is
 * @param room its name there: an island's id, or that of a room for signed requests
 */
record Place(Site site, String room) {
  static final Comparator<Place> ORDER =
      Comparator.comparing(Place::room).thenComparing(place -> place.site().id());

  @Override
  public boolean equals(Object other) {
    return other instanceof Place place
        && room.equals(place.room)
        && site.id().equals(place.site.id());
  }

  @Override
  public int hashCode() {
    return 31 * room.hashCode() + site.id().hashCode();
  }
}
