package dev.atoll.client.crowd;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a whole crowd knows together: who belongs to it, and the rooms it is in. */
final class Ledger {
  /** How long a message's time is held: so many times as long as it may take to come. */
  private static final double PATIENCES_HELD = 2.5;

  private static final double MILLIS_A_SECOND = 1000;

  private final Duration patience;
  private final int positionsHeld;
  private final Map<String, Spoken> peers = new HashMap<>();
  private final Map<String, Room> rooms = new HashMap<>();

  Ledger(CrowdPlan.Pace pace) {
    patience = pace.patience();
    double seconds = PATIENCES_HELD * patience.toMillis() / MILLIS_A_SECOND;
    int wanted = (int) Math.ceil(seconds * pace.movements());
    positionsHeld = Math.max(4, Integer.highestOneBit(wanted) * 2);
  }

  /** That address is one of the crowd; what is given back is to count what it says. */
  Spoken add(String address) {
    return peers.computeIfAbsent(address, any -> new Spoken());
  }

  /** The room at that place; kept while one of the crowd is inside. */
  Room room(String place) {
    return rooms.computeIfAbsent(place, name -> new Room(name, this));
  }

  /** The crowd's last one left that room. */
  void forget(Room room) {
    rooms.remove(room.place());
  }

  /** What takes longer to come than this is lost. */
  Duration patience() {
    return patience;
  }

  /** How many rooms the crowd is in. */
  int rooms() {
    return rooms.size();
  }

  Sender sender(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    return new Sender(lower, Optional.ofNullable(peers.get(lower)), positionsHeld);
  }
}
