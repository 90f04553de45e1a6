package dev.atoll.gateway;

import dev.atoll.transport.Rectangles;
import dev.atoll.transport.SceneMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An area as it lies on the land: its rectangles, and the parcels on which its scenes stand as far as that is known. Immutable but for what the map knows. */
final class Land {
  private final Area area;
  private final SceneMap map;
  private final Rectangles parcels;

  /**
   * @param area what a token names
   * @param map which scene stands where
   */
  Land(Area area, SceneMap map) {
    this.area = area;
    this.map = map;
    this.parcels = new Rectangles(area.parcels().stream()
        .map(each ->
            new Rectangles.Rectangle(each.west(), each.south(), each.east() + 1, each.north() + 1))
        .toList());
  }

  /** Whether something of it may become known later. */
  boolean hasScenes() {
    return !area.scenes().isEmpty();
  }

  boolean contains(Peer peer) {
    return peer.position().isPresent() && contains(peer.position().get());
  }

  private boolean contains(PeerPosition place) {
    return isInParcels(place) || hasScenes() && names(place).map(this::isScene).orElse(false);
  }

  /** Whether its rectangles contain a place. */
  boolean isInParcels(PeerPosition place) {
    return parcels.contains(place.parcelX(), place.parcelY(), 0);
  }

  /** Names of the scene at a place; none where no scene stands, nothing while that is not known. */
  Optional<Set<String>> names(PeerPosition place) {
    return map.names(place.parcelX(), place.parcelY());
  }

  private boolean isScene(Set<String> names) {
    return !scenes(names).isEmpty();
  }

  /** Which of its scenes go by one of these names; of the two sets the smaller one is gone through. */
  List<String> scenes(Set<String> names) {
    List<String> scenes = new ArrayList<>(1);
    boolean fewNames = names.size() < area.scenes().size();
    Set<String> many = fewNames ? area.scenes() : names;
    for (String each : fewNames ? names : area.scenes()) {
      if (many.contains(each)) {
        scenes.add(each);
      }
    }
    return scenes;
  }
}
