package dev.atoll.livekit.sidecar;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.livekit.LiveKit;
import dev.atoll.livekit.LiveKit.Site;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.UnheardMessage;
import dev.atoll.transport.SignedRooms;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which rooms of LiveKit somebody listens to or speaks into, put together from what gateways tell, from who else asks the bus, from where
 * peers are told their islands are, and from who is in which room. Used on one event loop.
 */
final class Demand {
  private final Bus bus;
  private final LiveKit liveKit;
  private final List<Site> sites;
  private final IslandSites islands;
  private final Listened listened = new Listened(System::nanoTime);
  private final Speakers speakers = new Speakers(System::nanoTime);

  /** Whoever else asks for islands, such as the bridge to NATS. */
  private final Bus.Audience anyIsland;

  private final Map<String, Bus.Audience> audiences = new HashMap<>();

  /** Rooms that the last peer has left; islands end without a word. No more than there are islands. */
  private final Set<Place> deserted = new HashSet<>();

  /** Rooms of islands that are bridged. No more than there may be bridges. */
  private final Set<Place> crossings = new HashSet<>();

  Demand(Bus bus, LiveKit liveKit) {
    this.bus = bus;
    this.liveKit = liveKit;
    this.sites = liveKit.sites();
    this.islands = new IslandSites(sites);
    this.anyIsland = bus.audience(Subjects.everyMessageOf("*"));
  }

  /** A gateway tells what is listened to. */
  void listened(Message message) throws InvalidProtocolBufferException {
    listened.told(message);
  }

  /** A peer is told where its island is, which may be in LiveKit. */
  Optional<Place> changed(Message message) throws InvalidProtocolBufferException {
    Optional<Place> place = islands.told(
        message.payload().as(IslandChangedMessage.class, IslandChangedMessage.parser()));
    place.ifPresent(deserted::remove);
    return place;
  }

  /** Nobody is in a room any more: it is not wished until a peer is there, or is told to be. */
  void deserted(Place place) {
    deserted.add(place);
  }

  /** A third-party server speaks there. */
  void spoke(Place place, String server) {
    speakers.spoke(place, server);
  }

  /** A third-party server is gone. */
  void serverLeft(String server) {
    speakers.left(server);
  }

  /** An island is bridged to that room or from it. */
  void cross(Place place) {
    crossings.add(place);
    deserted.remove(place);
  }

  /** It is no more. */
  void crossed(Place place) {
    crossings.remove(place);
  }

  boolean isCrossed(Place place) {
    return crossings.contains(place);
  }

  /** Whether somebody listens to an island, wherever it is. */
  boolean isHeard(String island) {
    return listened.islands().contains(island)
        || bus.audience(Subjects.everyMessageOf(island)).isThere();
  }

  /** The room of an island that is in LiveKit. */
  Optional<Place> island(String id) {
    return islands.find(id).or(() -> siteOf(id)).map(site -> new Place(site, id));
  }

  private Optional<Site> siteOf(String room) {
    return sites.stream().filter(site -> liveKit.peers(site.id(), room) > 0).findFirst();
  }

  /** Rooms of a scene that were given out for signed requests, and have somebody in them. */
  Set<Place> roomsOf(String scene) {
    Set<Place> rooms = new HashSet<>();
    for (Site site : sites) {
      liveKit.peers(site.id()).forEach((room, peers) -> {
        if (peers > 0 && SignedRooms.isOfScene(room, scene)) {
          rooms.add(new Place(site, room));
        }
      });
    }
    return rooms;
  }

  /** Whether there is somebody in a room, as LiveKit told lately. */
  boolean isPeopled(Place place) {
    return liveKit.peers(place.site().id(), place.room()) > 0;
  }

  /** All rooms that are wished now. */
  Set<Place> places() {
    listened.expire();
    speakers.expire();
    speakers.retain(this::isStill);
    Set<Place> places = new HashSet<>(speakers.places());
    places.addAll(crossings);
    listened.islands().forEach(island -> island(island).ifPresent(places::add));
    listened.scenes().forEach(scene -> places.addAll(roomsOf(scene)));
    if (anyIsland.isThere()) {
      for (String island : List.copyOf(islands.islands())) {
        if (isAsked(island)) {
          island(island).ifPresent(places::add);
        }
      }
    }
    audiences.keySet().removeIf(island -> islands.find(island).isEmpty());
    deserted.removeIf(place -> isPeopled(place) || !isStill(place));
    places.removeAll(deserted);
    return places;
  }

  private boolean isStill(Place place) {
    if (isCrossed(place)) {
      return true;
    }
    return SignedRooms.contains(place.room())
        ? isPeopled(place)
        : island(place.room()).filter(place::equals).isPresent();
  }

  private boolean isAsked(String island) {
    return audiences
        .computeIfAbsent(island, id -> bus.audience(Subjects.everyMessageOf(id)))
        .isThere();
  }

  /** Whether somebody listens there, and does not only speak. */
  boolean isListened(Place place) {
    String room = place.room();
    return listened.islands().contains(room)
        || audiences.containsKey(room) && isAsked(room)
        || SignedRooms.contains(room)
            && listened.scenes().stream().anyMatch(scene -> SignedRooms.isOfScene(room, scene));
  }

  /** As what listeners know a room: its island, or the scenes that they listen to and that it is of. */
  List<UnheardMessage.Place.Builder> told(Place place) {
    String room = place.room();
    if (!SignedRooms.contains(room)) {
      return List.of(UnheardMessage.Place.newBuilder().setIsland(room));
    }
    return listened.scenes().stream()
        .filter(scene -> SignedRooms.isOfScene(room, scene))
        .map(scene -> UnheardMessage.Place.newBuilder().setScene(scene))
        .toList();
  }

  /**
   * How to be in a room that is one of {@link #places}.
   *
   * @param scenes that were spoken there
   */
  Wish wish(Place place, Set<String> scenes) {
    boolean mayBeSpoken = speakers.isAt(place)
        || listened.isWritten(place.room())
        || scenes.stream().anyMatch(listened::isWrittenScene)
        || listened.isWrittenRoom(place.room());
    return mayBeSpoken ? Wish.VISIBLE : Wish.HIDDEN;
  }
}
