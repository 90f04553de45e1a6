package dev.atoll.client.crowd;

import dev.atoll.client.crowd.Event.Kind;
import java.util.ArrayList;
import java.util.List;

/** What happened to the peers of a crowd that comes back, in its order. */
final class Journal {
  /** Some 100 MB; what happens later is not kept, and {@link #full} tells so. */
  private static final int MOST = 1_000_000;

  private final boolean kept;
  private final List<Event> events = new ArrayList<>();
  private boolean full;

  /** @param kept whether anything is written at all */
  Journal(boolean kept) {
    this.kept = kept;
  }

  void add(String peer, Kind kind, String what, String place) {
    if (!kept) {
      return;
    }
    full = events.size() >= MOST;
    if (!full) {
      events.add(new Event(System.nanoTime(), peer, kind, what, place));
    }
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  /** Whether something is missing at the end. */
  boolean full() {
    return full;
  }
}
