package dev.atoll.archipelago;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.JoinIslandMessage;
import dev.atoll.protocol.message.LeftIslandMessage;
import dev.atoll.transport.Transport;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the realm was told: each peer's island and what carries it, as published. One entry a peer of the engine. */
final class Announced {
  private final Bus bus;
  private final Map<String, Place> places = new HashMap<>();

  /** Where a peer was told to be. */
  private record Place(String island, Transport transport) {}

  Announced(Bus bus) {
    this.bus = bus;
  }

  /** A peer was told this before, by another leader. */
  void adopt(String address, String island, Transport transport) {
    places.put(address, new Place(island, transport));
  }

  /** The island a peer was told. */
  Optional<String> island(String address) {
    return Optional.ofNullable(places.get(address)).map(Place::island);
  }

  /** Whether a peer was told just this. */
  boolean isAt(String address, String island, Transport transport) {
    Place told = places.get(address);
    return told != null && told.island().equals(island) && told.transport() == transport;
  }

  /** Each peer's island. */
  Map<String, String> islands() {
    Map<String, String> islands = new HashMap<>(2 * places.size());
    places.forEach((address, place) -> islands.put(address, place.island()));
    return islands;
  }

  /**
   * Tells a peer its island, then those it leaves and those it joins. To them nothing happens when only the transport of its
   * island is another one.
   */
  void moved(String address, String island, Told told) {
    Place before = places.put(address, new Place(island, told.transport()));
    boolean sameIsland = before != null && before.island().equals(island);
    boolean onlyMoved = sameIsland && before.transport() != told.transport();
    Headers headers = onlyMoved ? told.headers().with(Headers.MOVED, island) : told.headers();
    bus.publish(new Message(Subjects.islandChanged(address), Payload.of(told.change()), headers));
    if (sameIsland) {
      return;
    }
    if (before != null) {
      left(address, before.island());
    }
    join(address, island);
  }

  /** Tells those of its island that a peer is in it, who may have heard that it left. */
  void joined(String address) {
    island(address).ifPresent(island -> join(address, island));
  }

  private void join(String address, String island) {
    JoinIslandMessage join =
        JoinIslandMessage.newBuilder().setIslandId(island).setPeerId(address).build();
    bus.publish(new Message(Subjects.peerJoin(island), Payload.of(join)));
  }

  /**
   * What a peer is told.
   *
   * @param change its {@code IslandChangedMessage}
   * @param headers which login of the peer this concerns
   * @param transport that carries its island
   */
  record Told(ByteString change, Headers headers, Transport transport) {}

  /** Tells those of its island that a peer is gone. */
  void gone(String address) {
    Place before = places.remove(address);
    if (before != null) {
      left(address, before.island());
    }
  }

  private void left(String address, String island) {
    LeftIslandMessage left =
        LeftIslandMessage.newBuilder().setIslandId(island).setPeerId(address).build();
    bus.publish(new Message(Subjects.peerLeft(island), Payload.of(left)));
  }
}
