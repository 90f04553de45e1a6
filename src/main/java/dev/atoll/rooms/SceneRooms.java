package dev.atoll.rooms;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** In which rooms which scenes are spoken. Used on one event loop only. */
final class SceneRooms {
  /** Names of rooms by scene; at most {@link SpokenScenes#MOST} scenes a room. */
  private final Map<String, Set<String>> rooms = new HashMap<>();

  private BiConsumer<String, String> observer = (scene, room) -> {};

  /** Tells that one of each scene and room that begin from now on, and no other. */
  void observe(BiConsumer<String, String> told) {
    observer = told;
  }

  void begin(String scene, String room) {
    rooms.computeIfAbsent(scene, id -> new HashSet<>()).add(room);
    observer.accept(scene, room);
  }

  /** Scenes that are spoken in a room, as it is now; looks at all of them. */
  List<String> scenes(String room) {
    return rooms.entrySet().stream()
        .filter(each -> each.getValue().contains(room))
        .map(Map.Entry::getKey)
        .toList();
  }

  void end(String scene, String room) {
    rooms.computeIfPresent(scene, (id, names) -> {
      names.remove(room);
      return names.isEmpty() ? null : names;
    });
  }

  /** Names of the rooms, as it is now. */
  List<String> rooms(String scene) {
    return List.copyOf(rooms.getOrDefault(scene, Set.of()));
  }
}
