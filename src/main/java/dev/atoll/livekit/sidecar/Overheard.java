package dev.atoll.livekit.sidecar;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.auth.EthereumAddress;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.livekit.Seat;
import dev.atoll.protocol.Rfc4Kind;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.Scene;
import dev.atoll.transport.SignedRooms;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the bus what is said in one room, as WebSocket rooms do: {@code messageBus.island.<id>.peer.<peer>.<kind>} of an island, and
 * {@code messageBus.scene.<id>.message} of rfc4 {@code Scene} packets in any room; what nobody asks for is not told. Used on one event loop.
 */
final class Overheard {
  /** Scenes remembered, the last ones; so many as in WebSocket rooms. */
  static final int MOST_SCENES = 16;

  private static final int LONGEST_SCENE = 127;
  private static final int MOST_BYTES = 64 << 10;

  private final Bus bus;
  private final String room;
  private final String ownAddress;
  private final boolean isIsland;

  /** By kind, made when the first message of it comes. */
  private final Bus.@Nullable Audience[] audiences = new Bus.Audience[Rfc4Kind.COUNT];

  /** Those spoken last come last. */
  private final Map<String, Spoken> scenes = new LinkedHashMap<>(4, 0.75f, true);

  private record Spoken(Subject subject, Bus.Audience audience) {}

  Overheard(Bus bus, String room, String ownAddress) {
    this.bus = bus;
    this.room = room;
    this.ownAddress = ownAddress;
    this.isIsland = !SignedRooms.contains(room);
  }

  /** Scenes that were spoken in the room lately. */
  Set<String> scenes() {
    return scenes.keySet();
  }

  /**
   * Somebody said something. Who has no address of a peer, such as a recorder, is heard by nobody: it would be no token of a subject.
   *
   * @return whether it was somebody with an address
   */
  boolean hear(String identity, ByteString body) {
    String address = new Seat(room, identity).address();
    if (!EthereumAddress.isAddress(address)
        || address.equals(ownAddress)
        || body.size() > MOST_BYTES) {
      return false;
    }
    int kind = Rfc4Kind.of(Unpooled.wrappedBuffer(body.asReadOnlyByteBuffer()), 0, body.size());
    if (isIsland && audience(kind).isThere()) {
      bus.publish(new Message(
          Subjects.islandMessage(room, address, Rfc4Kind.name(kind)), Payload.of(body)));
    }
    if (kind == Rfc4Kind.SCENE) {
      hearScene(address, body);
    }
    return true;
  }

  private Bus.Audience audience(int kind) {
    Bus.Audience known = audiences[kind];
    if (known == null) {
      known = bus.audience(Subjects.everyMessageOf(room, Rfc4Kind.name(kind)));
      audiences[kind] = known;
    }
    return known;
  }

  private void hearScene(String address, ByteString body) {
    try {
      Scene scene = Packet.parseFrom(body).getScene();
      Spoken spoken = spoken(scene.getSceneId());
      if (spoken != null && spoken.audience().isThere()) {
        bus.publish(new Message(
            spoken.subject(),
            Payload.of(scene.getData()),
            new Headers(Map.of(Headers.SENDER, address))));
      }
    } catch (InvalidProtocolBufferException whateverClientsSay) {
      // opaque to the room, which hands it on all the same
    }
  }

  private @Nullable Spoken spoken(String scene) {
    Spoken known = scenes.get(scene);
    if (known != null || scene.isEmpty() || scene.length() > LONGEST_SCENE) {
      return known;
    }
    try {
      Subject subject = Subjects.sceneMessage(scene, "message");
      known = new Spoken(subject, bus.audience(Subjects.only(subject)));
    } catch (IllegalArgumentException tooLong) {
      return null;
    }
    if (scenes.size() >= MOST_SCENES) {
      scenes.remove(scenes.keySet().iterator().next());
    }
    scenes.put(scene, known);
    return known;
  }
}
