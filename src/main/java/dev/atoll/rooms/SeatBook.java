package dev.atoll.rooms;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The seats and aliases of rooms of which this node is the owner. Has no clock of its own; used on one event loop only.
 *
 * <p>A seat that was given to another node is held for {@link #HELD_NANOS}, or until that node tells that its peer came in. Aliases count
 * upwards a room, from above all that are known in it and a random gap, since an owner before this one may have given some that nobody
 * has told of.
 */
final class SeatBook {
  static final long HELD_NANOS = 10_000_000_000L;

  /** No seat is free. */
  static final int FULL = 0;

  /** Aliases below 2^21 take three bytes: two halves of a parted realm seldom give the same. */
  static final int WIDEST_GAP = 1 << 20;

  /** Above are those of speakers without a seat; see {@link RoomDirectory#newcomer}. */
  static final int HIGHEST = 0x6FFF_FFFF;

  private final Rooms rooms;
  private final LongSupplier nanos;
  private final IntUnaryOperator random;

  /** By room and then address; no more than were asked for in the last {@link #HELD_NANOS}. */
  private final Map<String, Map<String, Held>> held = new HashMap<>();

  /** The same, eldest first, and those that have ended before. */
  private final Deque<Held> eldest = new ArrayDeque<>();

  /** Last alias that was given here, of rooms with anybody inside. */
  private final Map<String, Integer> lastAliases = new HashMap<>();

  private record Held(String room, String address, String node, int alias, long until) {}

  /** What is known of rooms, wherever their members are. */
  interface Rooms {
    /** Most members of one. */
    int size();

    /** How many addresses are inside, that one apart. */
    int others(String room, String address);

    /** The highest alias of a member; 0 when nobody is inside. */
    int highestAlias(String room);
  }

  /**
   * @param nanos a clock
   * @param random a number from 0 to below its argument
   */
  SeatBook(Rooms rooms, LongSupplier nanos, IntUnaryOperator random) {
    this.rooms = rooms;
    this.nanos = nanos;
    this.random = random;
  }

  /** An alias for somebody who enters here and now, or {@link #FULL}. */
  int take(String room, String address) {
    expire();
    int taken = rooms.others(room, address) + heldForOthers(room, address);
    return taken < rooms.size() ? nextAlias(room) : FULL;
  }

  /** As {@link #take}, for somebody who enters at another node. */
  int hold(String room, String address, String node) {
    int alias = take(room, address);
    if (alias != FULL) {
      Held seat = new Held(room, address, node, alias, nanos.getAsLong() + HELD_NANOS);
      held.computeIfAbsent(room, name -> new HashMap<>()).put(address, seat);
      eldest.add(seat);
    }
    return alias;
  }

  /** It came in there. */
  void free(String room, String address, String node) {
    free(room, address, node, Seat.ANY);
  }

  /** It will not come in there with that alias, whichever it was where that is {@link Seat#ANY}; a seat given since is still held. */
  void free(String room, String address, String node, int alias) {
    Map<String, Held> seats = held.getOrDefault(room, Map.of());
    Held seat = seats.get(address);
    if (seat != null && seat.node().equals(node) && (alias == Seat.ANY || alias == seat.alias())) {
      end(seat);
    }
  }

  /** That node is not heard any more. */
  void lost(String node) {
    eldest.removeIf(seat -> {
      boolean gone = seat.node().equals(node);
      if (gone) {
        end(seat);
      }
      return gone;
    });
  }

  /** Forgets what is of no use: aliases of rooms that are others' now, or empty. To be called now and then. */
  void forget(Predicate<String> isMine) {
    expire();
    lastAliases
        .keySet()
        .removeIf(
            room -> !isMine.test(room) || !held.containsKey(room) && rooms.highestAlias(room) == 0);
  }

  private int heldForOthers(String room, String address) {
    Map<String, Held> seats = held.getOrDefault(room, Map.of());
    return seats.size() - (seats.containsKey(address) ? 1 : 0);
  }

  private void expire() {
    long now = nanos.getAsLong();
    while (!eldest.isEmpty() && now - eldest.getFirst().until() >= 0) {
      end(eldest.removeFirst());
    }
  }

  private void end(Held seat) {
    held.computeIfPresent(seat.room(), (room, seats) -> {
      seats.remove(seat.address(), seat);
      return seats.isEmpty() ? null : seats;
    });
  }

  private int nextAlias(String room) {
    return lastAliases.merge(room, firstAlias(room), (last, first) -> next(last));
  }

  private int firstAlias(String room) {
    if (lastAliases.containsKey(room)) {
      return FULL;
    }
    long above = (long) rooms.highestAlias(room) + 1 + random.applyAsInt(WIDEST_GAP);
    // after thousands of owners of a room that was never empty
    return above <= HIGHEST ? (int) above : 1 + random.applyAsInt(WIDEST_GAP);
  }

  private static int next(int alias) {
    return alias < HIGHEST ? alias + 1 : 1;
  }
}
