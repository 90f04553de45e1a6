package dev.atoll.rooms;

import com.google.protobuf.ByteString;
import dev.atoll.cluster.LoginClock;
import dev.atoll.cluster.LoginStamp;
import dev.atoll.config.RoomsSettings;
import dev.atoll.session.ClientFault;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one event loop and who is in which. Every join and leave passes here, one after the other, so no room is ever
 * over its size and no address twice in one. Used on its event loop only.
 */
final class RoomDirectory {
  private static final String ALREADY_CONNECTED = "Already connected";

  /** How many aliases there are above {@link SeatBook#HIGHEST}, as a mask. */
  private static final int ALIASES_APART = 0x0FFF_FFFF;

  private final RoomsSettings settings;
  private final Room.Surroundings surroundings;
  private final Function<String, Outsiders> outsiders;
  private final String serverAddress;

  /** Rooms with at least one member, by name; at most {@code rooms.max}. */
  private final Map<String, Room> rooms = new HashMap<>();

  /** Members that entered by challenge: one an address over all rooms. */
  private final Map<String, Member> challenged = new HashMap<>();

  /** Of a realm of many nodes; null: no room spans others. */
  private @Nullable Spans spans;

  private final LoginClock clock = LoginClock.alone();
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

  /** Rooms span nodes as these say. To be told before anybody is inside. */
  void span(Spans over) {
    spans = over;
  }

  /** Most members of one room. */
  int mostMembers() {
    return settings.size();
  }

  private @Nullable Spans spansOf(String room) {
    return spans != null && spans.has(room) ? spans : null;
  }

  /** Why that address could not enter this room now, by challenge or by token. */
  Optional<CloseReason> refusal(String name, String address, boolean byChallenge) {
    if (isOneTooMany(name, address, byChallenge)) {
      return Optional.of(CloseReason.TOO_MANY_ROOMS);
    }
    return others(name, address) < settings.size()
        ? Optional.empty()
        : Optional.of(CloseReason.ROOM_FULL);
  }

  private boolean isOneTooMany(String name, String address, boolean byChallenge) {
    int given = byChallenge ? roomsGivenUp(address) : 0;
    return !rooms.containsKey(name) && rooms.size() - given >= settings.max();
  }

  /** How many addresses are in a room, that one apart. */
  private int others(String name, String address) {
    Spans across = spansOf(name);
    if (across != null) {
      return across.others(name, address);
    }
    Room room = rooms.get(name);
    return room == null ? 0 : room.size() - (room.member(address).isPresent() ? 1 : 0);
  }

  /** Rooms that are gone when that address enters another one by challenge. */
  private int roomsGivenUp(String address) {
    Member earlier = challenged.get(address);
    return earlier != null && earlier.room().size() == 1 ? 1 : 0;
  }

  /** Whether the address is inside any room by challenge. */
  boolean isConnected(String address) {
    return challenged.containsKey(address) || spans != null && spans.isConnected(address);
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
   * As who somebody is known at this node only, who speaks at each: by an alias that no owner gives to a member.
   */
  private Speaker newcomer(Room room, String address) {
    return spansOf(room.name()) == null
        ? newcomer(address)
        : new Speaker(Integer.MAX_VALUE - (++lastAlias & ALIASES_APART), address);
  }

  /** Which entry of its address it is that was proven just now. */
  LoginStamp stamp(String name, Entrant entrant) {
    Spans across = spansOf(name);
    return across == null
        ? clock.next()
        : across.stamp(name, entrant, replaced(name, entrant).map(Member::stamp));
  }

  /**
   * A seat for who has that stamp; at once, but for rooms that span nodes and whose seats another one gives.
   *
   * @return fails with a {@link ClientFault} when such a room has none, or it cannot be known
   */
  Future<Seat> seat(String name, Entrant entrant, LoginStamp stamp) {
    Spans across = spansOf(name);
    if (across == null) {
      return Future.succeededFuture(new Seat(Seat.ANY, stamp));
    }
    return across.seat(name, entrant.address()).map(alias -> new Seat(alias, stamp));
  }

  /** Whoever got that seat does not come in. */
  void giveBack(String name, Entrant entrant, Seat seat) {
    Spans across = spansOf(name);
    if (across != null && seat.alias() != Seat.ANY) {
      across.giveBack(name, entrant.address(), seat.alias());
    }
  }

  /**
   * Lets somebody in; an earlier session that it replaces goes first, and its room is told so.
   *
   * @throws ClientFault with the reason, when it may not
   */
  Member join(String name, Entrant entrant, Seat seat) {
    String address = entrant.address();
    refusal(name, entrant, seat).ifPresent(reason -> {
      throw new ClientFault(reason);
    });
    member(name, address).ifPresent(this::replace);
    if (entrant.byChallenge()) {
      Optional.ofNullable(challenged.get(address)).ifPresent(this::replace);
    }
    Room room = opened(name, entrant);
    Member member = new Member(room, entrant, known(room, address, seat));
    members++;
    if (entrant.byChallenge()) {
      challenged.put(address, member);
    }
    surroundings.tally().joined();
    room.join(member);
    entries.entered(name, address);
    return member;
  }

  /** Of a room that spans nodes somebody else has counted the seats. */
  private Optional<CloseReason> refusal(String name, Entrant entrant, Seat seat) {
    Spans across = spansOf(name);
    String address = entrant.address();
    if (across == null) {
      return refusal(name, address, entrant.byChallenge());
    }
    if (isLate(name, entrant, seat) || across.isLate(name, entrant, seat.stamp())) {
      return Optional.of(CloseReason.REPLACED);
    }
    if (across.isTaken(name, seat.alias(), address)) {
      return Optional.of(CloseReason.ALIAS_TAKEN);
    }
    return isOneTooMany(name, address, entrant.byChallenge())
        ? Optional.of(CloseReason.TOO_MANY_ROOMS)
        : Optional.empty();
  }

  /** Whether the same address came in meanwhile, though it was proven later. */
  private boolean isLate(String name, Entrant entrant, Seat seat) {
    return replaced(name, entrant).anyMatch(member -> member.stamp().isAfter(seat.stamp()));
  }

  /** Whom an entry ends at this node. */
  private Stream<Member> replaced(String name, Entrant entrant) {
    Member other = entrant.byChallenge() ? challenged.get(entrant.address()) : null;
    return Stream.of(member(name, entrant.address()), Optional.ofNullable(other))
        .flatMap(Optional::stream);
  }

  private Room opened(String name, Entrant entrant) {
    Room there = rooms.get(name);
    if (there != null) {
      return there;
    }
    Room room = new Room(name, entrant.socket().allocator(), surroundings, outsiders.apply(name));
    rooms.put(name, room);
    Spans across = spansOf(name);
    if (across != null) {
      room.span(across.open(room));
    }
    opened.accept(room);
    return room;
  }

  /** Who was heard from the room that the island moves from stays who it was. */
  private Seat known(Room room, String address, Seat seat) {
    return seat.alias() == Seat.ANY
        ? new Seat(room.far(address).map(Speaker::alias).orElseGet(() -> ++lastAlias), seat.stamp())
        : seat;
  }

  /** Somebody entered a room at another node: of one address the later entry stays, of one alias the earlier. */
  void enteredElsewhere(String name, FarMember there) {
    member(name, there.address()).ifPresent(here -> replace(here, there));
    if (there.challenged()) {
      Optional.ofNullable(challenged.get(there.address())).ifPresent(here -> replace(here, there));
    }
    Member twin = Optional.ofNullable(rooms.get(name))
        .map(room -> room.byAlias(there.alias()))
        .orElse(null);
    if (twin != null && twin.stamp().isAfter(there.stamp())) {
      twin.socket().close(CloseReason.ALIAS_TAKEN);
    }
  }

  private void replace(Member here, FarMember there) {
    if (there.stamp().isAfter(here.stamp())) {
      replace(here);
    }
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
      if (spans != null) {
        spans.close(room);
      }
    }
  }

  /** A server outside says something in a room of this directory. */
  void hearServer(Room room, ByteString body, String server) {
    room.hearServer(body, server, () -> newcomer(room, serverAddress));
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

  /** Members of each room, as it is now; of those that span nodes at all of them. */
  Map<String, Integer> occupancy() {
    Map<String, Integer> counts = new HashMap<>(2 * rooms.size());
    rooms.forEach((name, room) -> counts.put(name, room.size()));
    if (spans != null) {
      spans.addTo(counts);
    }
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
