package dev.atoll.gateway;

import dev.atoll.transport.SceneMap;
import java.util.Optional;
import java.util.Set;

/**
 * An area as it lies on the land: its rectangles, and the parcels on which its scenes stand as far as that is known.
 *
 * @param area what a token names
 * @param map which scene stands where
 */
record Land(Area area, SceneMap map) {
  boolean contains(Peer peer) {
    return peer.place().isPresent() && contains(peer.place().get());
  }

  private boolean contains(Place place) {
    return area.hasParcel(place.parcelX(), place.parcelY())
        || !area.scenes().isEmpty() && isOnScene(map.names(place.parcelX(), place.parcelY()));
  }

  private boolean isOnScene(Optional<Set<String>> names) {
    if (names.isPresent()) {
      for (String scene : area.scenes()) {
        if (names.get().contains(scene)) {
          return true;
        }
      }
    }
    return false;
  }
}
