package dev.atoll.gateway;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Scenes and parts of the land that a server may read, or write. What is not named is outside. Immutable.
 *
 * @param scenes ids as they are, not percent-encoded
 * @param parcels rectangles, which may overlap
 */
public record Area(Set<String> scenes, List<Parcels> parcels) {
  /** Everything is outside. */
  public static final Area NOTHING = new Area(Set.of(), List.of());

  public Area {
    scenes = Set.copyOf(scenes);
    parcels = List.copyOf(parcels);
  }

  boolean isEmpty() {
    return scenes.isEmpty() && parcels.isEmpty();
  }

  boolean hasScene(String id) {
    return scenes.contains(id);
  }

  /** Its scenes in an order of their own, so that equal areas print equally. */
  List<String> sortedScenes() {
    return List.copyOf(new TreeSet<>(scenes));
  }
}
