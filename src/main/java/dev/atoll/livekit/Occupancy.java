package dev.atoll.livekit;

import dev.atoll.protocol.message.LiveKitParticipant;
import dev.atoll.protocol.message.LiveKitRoom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who is in which room of one LiveKit deployment, as its webhooks tell at once and its room service when asked. Telling it
 * twice, late or in another order does no harm. Used on one event loop.
 */
final class Occupancy {
  /** Some 20 MB; of what comes beyond it only the count is known, by room. */
  static final int MOST_SEATS = 100_000;

  /** As many as a node has of its own; those beyond are not known. */
  private static final int MOST_ROOMS = 10_000;

  private final String ownAddress;
  private final Consumer<Seat> entered;

  /** By name. */
  private final Map<String, Room> rooms = new HashMap<>();

  /** By address. */
  private final Map<String, Set<Seat>> seats = new HashMap<>();

  private int size;

  /** A room, and its participants by identity. */
  private static final class Room {
    final String sid;
    final Map<String, Participant> participants = new HashMap<>();

    /** Participants as LiveKit counts them: those that are not hidden. */
    int visible;

    int peers;

    /** What LiveKit counted last. */
    int reported;

    Room(String sid) {
      this.sid = sid;
    }

    void count(Participant each, int change) {
      visible += each.visible() ? change : 0;
      peers += each.peer() ? change : 0;
    }

    /** Peers, or whoever is there while it is not known who. */
    int peersOrReported() {
      return participants.isEmpty() ? reported : peers;
    }
  }

  /**
   * Somebody in a room.
   *
   * @param sid of this one stay, since the same identity may come again
   * @param visible to the others
   * @param peer neither hidden nor a server nor a second place
   */
  private record Participant(String sid, boolean visible, boolean peer) {}

  /**
   * @param ownAddress by which servers speak, who are nobody's peer
   * @param entered is told of each seat when it is taken
   */
  Occupancy(String ownAddress, Consumer<Seat> entered) {
    this.ownAddress = ownAddress;
    this.entered = entered;
  }

  /** Somebody is in a room. */
  void joined(String roomSid, Seat seat, LiveKitParticipant participant) {
    Room room = room(seat.room(), roomSid);
    if (put(room, seat, participant)) {
      entered.accept(seat);
    }
  }

  private Room room(String name, String sid) {
    Room known = rooms.get(name);
    if (known == null || !known.sid.equals(sid)) {
      // one of the same name after it has others in it
      finished(name);
      known = new Room(sid);
      rooms.put(name, known);
    }
    return known;
  }

  private boolean put(Room room, Seat seat, LiveKitParticipant participant) {
    boolean known = room.participants.containsKey(seat.identity());
    if (!known && size >= MOST_SEATS) {
      return false;
    }
    Participant stay = stay(seat, participant);
    Participant before = room.participants.put(seat.identity(), stay);
    room.count(stay, 1);
    if (before == null) {
      size++;
      seats.computeIfAbsent(seat.address(), first -> new LinkedHashSet<>()).add(seat);
    } else {
      room.count(before, -1);
    }
    return !stay.equals(before);
  }

  private Participant stay(Seat seat, LiveKitParticipant participant) {
    boolean visible = !participant.getPermission().getHidden();
    boolean peer = visible && !seat.isSecond() && !seat.address().equals(ownAddress);
    return new Participant(participant.getSid(), visible, peer);
  }

  /** A stay is over; nothing happens when the identity is there by a newer one. */
  void left(Seat seat, String sid) {
    Room room = rooms.get(seat.room());
    if (room != null && sid(seat).filter(sid::equals).isPresent()) {
      Participant gone = room.participants.remove(seat.identity());
      if (gone != null) {
        room.count(gone, -1);
      }
      // or a room that was just left by all would count those of the last question
      room.reported = room.visible;
      forget(seat);
    }
  }

  private void forget(Seat seat) {
    size--;
    Set<Seat> others = seats.getOrDefault(seat.address(), Set.of());
    others.remove(seat);
    if (others.isEmpty()) {
      seats.remove(seat.address());
    }
  }

  /** A room is over; nothing happens when there is a newer one of its name. */
  void finished(String name, String sid) {
    Room room = rooms.get(name);
    if (room != null && room.sid.equals(sid)) {
      finished(name);
    }
  }

  private void finished(String name) {
    Room room = rooms.remove(name);
    if (room != null) {
      room.participants.keySet().forEach(identity -> forget(new Seat(name, identity)));
    }
  }

  /** These are all rooms that there are; gives those of which not everybody is known. */
  List<String> rooms(List<LiveKitRoom> all) {
    List<String> toAsk = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (LiveKitRoom each : all.subList(0, Math.min(MOST_ROOMS, all.size()))) {
      Room room = room(each.getName(), each.getSid());
      room.reported = Math.max(0, Math.min(MOST_SEATS, each.getNumParticipants()));
      names.add(each.getName());
      if (room.visible != room.reported) {
        toAsk.add(each.getName());
      }
    }
    Set.copyOf(rooms.keySet()).stream()
        .filter(name -> !names.contains(name))
        .forEach(this::finished);
    return toAsk;
  }

  /** These are all who are in a room. */
  void participants(String name, List<LiveKitParticipant> all) {
    Room room = rooms.get(name);
    if (room == null) {
      return;
    }
    Set<String> identities = new HashSet<>();
    for (LiveKitParticipant each : all) {
      // who is still coming says and hears nothing, and does not take a removal well
      if (each.getState() == LiveKitParticipant.State.ACTIVE) {
        identities.add(each.getIdentity());
        joined(room.sid, new Seat(name, each.getIdentity()), each);
      }
    }
    for (String identity : Set.copyOf(room.participants.keySet())) {
      if (!identities.contains(identity)) {
        Seat seat = new Seat(name, identity);
        sid(seat).ifPresent(sid -> left(seat, sid));
      }
    }
  }

  /** Nothing is there any more. */
  void clear() {
    rooms.clear();
    seats.clear();
    size = 0;
  }

  /** By which stay somebody is in a room now. */
  Optional<String> sid(Seat seat) {
    return Optional.ofNullable(rooms.get(seat.room()))
        .map(room -> room.participants.get(seat.identity()))
        .map(Participant::sid);
  }

  /** Seats of an address, a copy. */
  List<Seat> of(String address) {
    return List.copyOf(seats.getOrDefault(address, Set.of()));
  }

  /** Who is in any room, as their tokens name them; a copy. */
  Set<String> addresses() {
    return Set.copyOf(seats.keySet());
  }

  /** Peers in each room, servers and second places not among them. */
  Map<String, Integer> peers() {
    Map<String, Integer> peers = new HashMap<>(2 * rooms.size());
    rooms.forEach((name, room) -> peers.put(name, room.peersOrReported()));
    return peers;
  }

  /** Peers in one room. */
  int peers(String name) {
    Room room = rooms.get(name);
    return room == null ? 0 : room.peersOrReported();
  }

  /** Peers in all rooms. */
  int users() {
    long users = 0;
    for (Room room : rooms.values()) {
      users += room.peersOrReported();
    }
    return (int) Math.min(Integer.MAX_VALUE, users);
  }
}
