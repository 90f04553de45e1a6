package dev.atoll.livekit.sidecar;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Message;
import dev.atoll.protocol.message.ListenedMessage;
import dev.atoll.transport.SignedRooms;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What third-party servers listen to and may speak into, as their gateways tell it. What one told counts until it tells something else, and
 * at most {@link #SILENCE}, thrice as long as it may be silent. Used on one event loop.
 */
final class Listened {
  static final Duration SILENCE = Duration.ofSeconds(30);

  /** Far more than there are nodes: who speaks on the bus must not fill the memory. */
  private static final int MOST_GATEWAYS = 1000;

  private static final int GATEWAY = 2;

  private final LongSupplier nanos;
  private final Map<String, Told> gateways = new HashMap<>();

  private final Set<String> islands = new HashSet<>();
  private final Set<String> scenes = new HashSet<>();
  private final Set<String> writtenIslands = new HashSet<>();
  private final Set<String> writtenScenes = new HashSet<>();

  private record Told(ListenedMessage what, long at) {}

  Listened(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A gateway tells. */
  void told(Message message) throws InvalidProtocolBufferException {
    ListenedMessage now = message.payload().as(ListenedMessage.class, ListenedMessage.parser());
    String gateway = message.subject().token(GATEWAY);
    if (now.getSerializedSize() == 0) {
      gateways.remove(gateway);
    } else if (gateways.size() < MOST_GATEWAYS || gateways.containsKey(gateway)) {
      gateways.put(gateway, new Told(now, nanos.getAsLong()));
    }
    gather();
  }

  /** Forgets gateways that fell silent. */
  void expire() {
    long now = nanos.getAsLong();
    if (gateways.values().removeIf(each -> now - each.at() > SILENCE.toNanos())) {
      gather();
    }
  }

  private void gather() {
    List.of(islands, scenes, writtenIslands, writtenScenes).forEach(Set::clear);
    for (Told each : gateways.values()) {
      islands.addAll(each.what().getIslandsList());
      islands.addAll(each.what().getOverheardIslandsList());
      scenes.addAll(each.what().getScenesList());
      scenes.addAll(each.what().getOverheardScenesList());
      writtenIslands.addAll(each.what().getWrittenIslandsList());
      writtenScenes.addAll(each.what().getWrittenScenesList());
    }
  }

  /** Islands that somebody listens to. */
  Set<String> islands() {
    return islands;
  }

  /** Scenes that somebody listens to. */
  Set<String> scenes() {
    return scenes;
  }

  /** Whether somebody may speak into that island. */
  boolean isWritten(String island) {
    return writtenIslands.contains(island);
  }

  /** Whether that is the room of a scene into which somebody may speak. */
  boolean isWrittenRoom(String room) {
    return SignedRooms.contains(room)
        && writtenScenes.stream().anyMatch(scene -> SignedRooms.isOfScene(room, scene));
  }

  /** Whether somebody may speak into that scene. */
  boolean isWrittenScene(String scene) {
    return writtenScenes.contains(scene);
  }
}
