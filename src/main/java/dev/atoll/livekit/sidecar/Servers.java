package dev.atoll.livekit.sidecar;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.SceneIds;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.Scene;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What third-party servers say into rooms of LiveKit, as WebSocket rooms hear it: into an island's, rfc4 packets as
 * {@code messageBus.island.<id>.<name>}; of a scene, whatever bytes as {@code messageBus.scene.<id>.<name>}, which become rfc4 {@code Scene}
 * packets where that scene is spoken, and in islands that the message names. Used on one event loop only.
 */
final class Servers {
  private static final int MOST_BYTES = 64 << 10;
  private static final int ID = 2;
  private static final int NAME = 3;
  private static final String MEMBERS = "peer";

  private final Demand demand;
  private final Rooms rooms;
  private final boolean foreign;
  private List<Bus.Subscription> subscriptions = List.of();

  /** Where side-cars are. */
  interface Rooms {
    /** Rooms in which that scene was spoken lately. */
    Set<Place> speaking(String scene);

    /** Says it there, and goes there for it. */
    void say(Place place, String server, ByteString packet);

    /** What is wished may be something else now. */
    void changed();
  }

  /** @param foreign whether other systems are trusted with what servers say in scenes */
  Servers(Demand demand, Rooms rooms, boolean foreign) {
    this.demand = demand;
    this.rooms = rooms;
    this.foreign = foreign;
  }

  /** Scenes are overheard: who speaks of them is no listener. */
  void start(Bus bus) {
    subscriptions = List.of(
        bus.subscribe(Subjects.EVERY_SERVER_MESSAGE, this::saidInIsland),
        bus.overhear(Subjects.EVERY_SCENE_MESSAGE, this::saidInScene),
        bus.subscribe(Subjects.EVERY_SERVER_LEFT, message -> {
          demand.serverLeft(message.subject().token(ID));
          rooms.changed();
        }));
  }

  void stop() {
    subscriptions.forEach(Bus.Subscription::cancel);
    subscriptions = List.of();
  }

  private void saidInIsland(Message message) {
    Optional<String> server =
        message.headers().get(Headers.SERVER).or(() -> message.headers().get(Headers.VIA));
    ByteString body = message.payload().bytes();
    if (server.isPresent() && !message.subject().token(NAME).equals(MEMBERS) && isPacket(body)) {
      demand
          .island(message.subject().token(ID))
          .ifPresent(place -> rooms.say(place, server.get(), body));
    }
  }

  private static boolean isPacket(ByteString body) {
    if (body.isEmpty() || body.size() > MOST_BYTES) {
      return false;
    }
    try {
      Packet.parseFrom(body);
      return true;
    } catch (InvalidProtocolBufferException malformed) {
      return false;
    }
  }

  /** A client of another node is none, though its words come from there. */
  private Optional<String> serverInScene(Headers headers) {
    boolean mayBeForeign = foreign && !headers.has(Headers.SENDER);
    return headers
        .get(Headers.SERVER)
        .or(() -> mayBeForeign ? headers.get(Headers.VIA) : Optional.empty());
  }

  private void saidInScene(Message message) {
    Optional<String> server = serverInScene(message.headers());
    if (server.isEmpty()) {
      return;
    }
    String scene = SceneIds.decode(message.subject().token(ID));
    Set<Place> places = new HashSet<>(rooms.speaking(scene));
    places.addAll(demand.roomsOf(scene));
    for (String island : message.headers().get(Headers.ISLANDS).orElse("").split(",")) {
      demand.island(island).ifPresent(places::add);
    }
    if (places.isEmpty()) {
      return;
    }
    ByteString body = Packet.newBuilder()
        .setScene(Scene.newBuilder().setSceneId(scene).setData(message.payload().bytes()))
        .build()
        .toByteString();
    if (body.size() <= MOST_BYTES) {
      places.forEach(place -> rooms.say(place, server.get(), body));
    }
  }
}
