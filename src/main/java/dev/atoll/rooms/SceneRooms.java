package dev.atoll.rooms;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In which rooms which scenes are spoken. Used on one event loop only. */
final class SceneRooms {
  /** Names of rooms by scene; at most {@link SpokenScenes#MOST} scenes a room. */
  private final Map<String, Set<String>> rooms = new HashMap<>();

  void begin(String scene, String room) {
    rooms.computeIfAbsent(scene, id -> new HashSet<>()).add(room);
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
