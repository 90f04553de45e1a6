package dev.atoll.rooms;

import com.google.protobuf.ByteString;
import dev.atoll.config.RoomsSettings;
import dev.atoll.session.ClientFault;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The rooms of one event loop and who is in which. Every join and leave passes here, one after the other, so no room is ever
 * over its size and no address twice in one. Used on its event loop only.
 */
final class RoomDirectory {
  private static final String ALREADY_CONNECTED = "Already connected";

  private final RoomsSettings settings;
  private final Room.Surroundings surroundings;
  private final Function<String, Outsiders> outsiders;
  private final String serverAddress;

  /** Rooms with at least one member, by name; at most {@code rooms.max}. */
  private final Map<String, Room> rooms = new HashMap<>();

  /** Members that entered by challenge: one an address over all rooms. */
  private final Map<String, Member> challenged = new HashMap<>();

  private Rooms.Entries entries = (room, address) -> {};
  private Consumer<Room> opened = room -> {};
  private int members;

  /** One counter for the service: an alias is never somebody else's. */
  private int lastAlias;

  /** Who wants to enter: a proven lower-case address, whether it was proven by a challenge, and how it speaks. */
  record Entrant(ClientSocket socket, String address, boolean byChallenge, Dialect dialect) {}

  /**
   * @param outsiders who listens to a room, by its name
   * @param serverAddress of whoever speaks in rooms without being a peer; no peer may have it
   */
  RoomDirectory(
      RoomsSettings settings,
      Room.Surroundings surroundings,
      Function<String, Outsiders> outsiders,
      String serverAddress) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.outsiders = outsiders;
    this.serverAddress = serverAddress;
  }

  /** Why that address could not enter this room now, by challenge or by token. */
  Optional<CloseReason> refusal(String name, String address, boolean byChallenge) {
    Room room = rooms.get(name);
    if (room == null) {
      return rooms.size() - (byChallenge ? roomsGivenUp(address) : 0) < settings.max()
          ? Optional.empty()
          : Optional.of(CloseReason.TOO_MANY_ROOMS);
    }
    int others = room.size() - (room.member(address).isPresent() ? 1 : 0);
    return others < settings.size() ? Optional.empty() : Optional.of(CloseReason.ROOM_FULL);
  }

  /** Rooms that are gone when that address enters another one by challenge. */
  private int roomsGivenUp(String address) {
    Member earlier = challenged.get(address);
    return earlier != null && earlier.room().size() == 1 ? 1 : 0;
  }

  /** Whether the address is inside any room by challenge. */
  boolean isConnected(String address) {
    return challenged.containsKey(address);
  }

  /** Tells that one of everybody who comes in from now on, and no other. */
  void observe(Rooms.Entries observer) {
    entries = observer;
  }

  /** Tells that one of each room that is there from now on, before anybody is inside, and no other. */
  void observeRooms(Consumer<Room> observer) {
    opened = observer;
  }

  /** As who somebody is known in a room without having entered it. */
  Speaker newcomer(String address) {
    return new Speaker(++lastAlias, address);
  }

  /**
   * Lets somebody in; an earlier session that it replaces goes first, and its room is told so.
   *
   * @throws ClientFault with the {@link #refusal}, when there is one
   */
  Member join(String name, Entrant entrant) {
    String address = entrant.address();
    refusal(name, address, entrant.byChallenge()).ifPresent(reason -> {
      throw new ClientFault(reason);
    });
    member(name, address).ifPresent(this::replace);
    if (entrant.byChallenge()) {
      Optional.ofNullable(challenged.get(address)).ifPresent(this::replace);
    }
    Room room = rooms.get(name);
    if (room == null) {
      room = new Room(name, entrant.socket().allocator(), surroundings, outsiders.apply(name));
      rooms.put(name, room);
      opened.accept(room);
    }
    // who was heard from the room that the island moves from stays who it was
    int alias = room.far(address).map(Speaker::alias).orElseGet(() -> ++lastAlias);
    Member member = new Member(room, entrant, alias);
    members++;
    if (entrant.byChallenge()) {
      challenged.put(address, member);
    }
    surroundings.tally().joined();
    room.join(member);
    entries.entered(name, address);
    return member;
  }

  /** A member's socket is closed. */
  void leave(Member member) {
    members--;
    challenged.remove(member.address(), member);
    Room room = member.room();
    room.leave(member);
    if (room.size() == 0) {
      rooms.remove(room.name());
      room.end();
    }
  }

  /** A server outside says something in a room of this directory. */
  void hearServer(Room room, ByteString body, String server) {
    room.hearServer(body, server, () -> newcomer(serverAddress));
  }

  /** A server is gone from all rooms that it spoke in. */
  void serverLeft(String server) {
    List.copyOf(rooms.values()).forEach(room -> room.serverLeft(server));
  }

  /** The room of that name, if somebody is inside. */
  Optional<Room> room(String name) {
    return Optional.ofNullable(rooms.get(name));
  }

  /** The member of that address in that room. */
  Optional<Member> member(String name, String address) {
    Room room = rooms.get(name);
    return room == null ? Optional.empty() : room.member(address);
  }

  /** All members, as they are now. */
  List<Member> members() {
    List<Member> all = new ArrayList<>(members);
    rooms.values().forEach(room -> room.addMembersTo(all));
    return all;
  }

  /** Every room writes what it gathered. Who is too slow for it leaves, so it is done over a copy. */
  void flush() {
    List.copyOf(rooms.values()).forEach(Room::write);
  }

  /** How many members there are. */
  int size() {
    return members;
  }

  /** Members of each room, as it is now. */
  Map<String, Integer> occupancy() {
    Map<String, Integer> counts = new HashMap<>(2 * rooms.size());
    rooms.forEach((name, room) -> counts.put(name, room.size()));
    return counts;
  }

  RoomCounters counters() {
    return surroundings.tally().counters(rooms.size(), members);
  }

  private void replace(Member earlier) {
    surroundings.tally().kicked();
    earlier.kick(ALREADY_CONNECTED, CloseReason.REPLACED);
  }
}
