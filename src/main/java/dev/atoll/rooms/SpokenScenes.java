package dev.atoll.rooms;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.Scene;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scenes that members speak of in one room, by rfc4 {@code Scene} packets: each message goes to the bus as
 * {@code messageBus.scene.<id>.message} while somebody there asks for it, and the room is found by the scene. As long as nobody asks, a
 * message of one of the scenes that were spoken last costs a comparison of their ids. Used on the room's event loop only.
 */
final class SpokenScenes {
  /** Scenes remembered of one room, the last ones: members stand in one or two, others would be made up. */
  static final int MOST = 16;

  /** Scenes that are known without reading a packet: members of one island stand in few, and speak by turns. */
  private static final int RECENT = 4;

  private static final String NAME = "message";

  /** Longer ids would make no subject. */
  private static final int MOST_ID = 128;

  private static final int SCENE_TAG = Packet.SCENE_FIELD_NUMBER << 3 | 2;
  private static final int ID_TAG = Scene.SCENE_ID_FIELD_NUMBER << 3 | 2;

  private final Bus bus;
  private final SceneRooms index;
  private final String room;

  /** Those spoken last come last. */
  private final Map<String, Spoken> scenes = new LinkedHashMap<>(4, 0.75f, true);

  /** Of those, in no order; a new one takes the place of the one that has been there longest. */
  private final @Nullable Spoken[] recent = new Spoken[RECENT];

  private int eldest;

  private record Spoken(String id, byte[] utf8, Subject subject, Bus.Audience audience) {}

  SpokenScenes(Bus bus, SceneRooms index, String room) {
    this.bus = bus;
    this.index = index;
    this.room = room;
  }

  /** A member says something of that kind. */
  void hear(Speaker who, Said said) {
    if (isUnwanted(said)) {
      return;
    }
    try {
      Packet packet = Packet.parseFrom(said.body());
      if (packet.hasScene()) {
        hear(who, packet.getScene());
      }
    } catch (InvalidProtocolBufferException whateverClientsSay) {
      // opaque to the room, which hands it on all the same
    }
  }

  /** Whether it is of one of the recent scenes and nobody asks for that one. */
  private boolean isUnwanted(Said said) {
    for (Spoken each : recent) {
      if (each != null && isOf(each, said)) {
        return !each.audience().isThere();
      }
    }
    return false;
  }

  private void remember(Spoken spoken) {
    for (Spoken each : recent) {
      if (each == spoken) {
        return;
      }
    }
    recent[eldest] = spoken;
    eldest = (eldest + 1) % RECENT;
  }

  /** Whether it begins as generated code writes it, and with the id of that scene. */
  private static boolean isOf(Spoken spoken, Said said) {
    int at = 0;
    if (said.bodyByte(at++) != SCENE_TAG) {
      return false;
    }
    while (said.bodyByte(at++) < 0) {
      // the length of what follows
    }
    int length = spoken.utf8().length;
    return said.bodyByte(at) == ID_TAG
        && said.bodyByte(at + 1) == length
        && said.bodyHas(at + 2, spoken.utf8());
  }

  private void hear(Speaker who, Scene scene) {
    Spoken spoken = scenes.get(scene.getSceneId());
    if (spoken == null) {
      spoken = begun(scene.getSceneId());
    }
    if (spoken == null) {
      return;
    }
    remember(spoken);
    if (spoken.audience().isThere()) {
      bus.publish(new Message(
          spoken.subject(),
          Payload.of(scene.getData()),
          new Headers(Map.of(Headers.SENDER, who.address()))));
    }
  }

  /** A member at another node speaks of a scene: it is told to the bus there. */
  void spokenElsewhere(String scene) {
    if (!scenes.containsKey(scene)) {
      begun(scene);
    }
  }

  private @Nullable Spoken begun(String id) {
    byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
    if (utf8.length == 0 || utf8.length >= MOST_ID) {
      return null;
    }
    Subject subject;
    try {
      subject = Subjects.sceneMessage(id, NAME);
    } catch (IllegalArgumentException tooLong) {
      return null;
    }
    if (scenes.size() >= MOST) {
      String eldest = scenes.keySet().iterator().next();
      scenes.remove(eldest);
      index.end(eldest, room);
    }
    Spoken spoken = new Spoken(id, utf8, subject, bus.audience(Subjects.only(subject)));
    scenes.put(id, spoken);
    index.begin(id, room);
    return spoken;
  }

  /** The room is no more. */
  void end() {
    scenes.keySet().forEach(scene -> index.end(scene, room));
    scenes.clear();
    Arrays.fill(recent, null);
  }
}
