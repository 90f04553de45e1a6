package dev.atoll.gateway;

import dev.atoll.transport.SceneMap;
import java.util.ArrayList;
import java.util.List;

/** Who is where, as parts of the land see it. Used on one event loop only. */
final class Realm {
  private final Whereabouts whereabouts;
  private final SceneMap scenes;
  private final List<Coverage> coverages = new ArrayList<>();
  private final List<Readers> readers = new ArrayList<>();

  Realm(Whereabouts whereabouts, SceneMap scenes) {
    this.whereabouts = whereabouts;
    this.scenes = scenes;
  }

  Whereabouts whereabouts() {
    return whereabouts;
  }

  /** Follows which islands an area covers, from now on and until it is forgotten; an empty one covers none. */
  Coverage coverage(Area area, Coverage.Follower follower) {
    Coverage coverage = new Coverage(new Land(area, scenes), follower);
    if (!area.isEmpty()) {
      coverage.start(whereabouts);
      coverages.add(coverage);
    }
    return coverage;
  }

  void forget(Coverage coverage) {
    coverages.remove(coverage);
    whereabouts.unwatch(coverage);
  }

  /** Follows who reads what a server says in scenes of this area, from now on and until it is forgotten. */
  Readers readers(String server, Area area) {
    Readers started = new Readers(server, new Land(area, scenes));
    started.start(whereabouts);
    readers.add(started);
    return started;
  }

  void forget(Readers ended) {
    readers.remove(ended);
    whereabouts.unwatch(ended);
  }

  /** Forgets peers that said nothing for so long, and looks anew who is on which scene. */
  void sweep(long silenceMillis) {
    whereabouts.sweep(silenceMillis);
    List.copyOf(coverages).forEach(each -> each.review(whereabouts));
    readers.forEach(each -> each.review(whereabouts));
  }
}
