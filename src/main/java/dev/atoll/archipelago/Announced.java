package dev.atoll.archipelago;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.JoinIslandMessage;
import dev.atoll.protocol.message.LeftIslandMessage;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the realm was told: each peer's island, as published. One entry a peer of the engine. */
final class Announced {
  private final Bus bus;
  private final Map<String, String> islands = new HashMap<>();

  Announced(Bus bus) {
    this.bus = bus;
  }

  /** The island a peer was told. */
  Optional<String> island(String address) {
    return Optional.ofNullable(islands.get(address));
  }

  /** Each peer's island. */
  Map<String, String> islands() {
    return Collections.unmodifiableMap(islands);
  }

  /** Tells a peer its island, then those it leaves and those it joins. */
  void moved(String address, String island, Told told) {
    String before = islands.put(address, island);
    bus.publish(
        new Message(Subjects.islandChanged(address), Payload.of(told.change()), told.headers()));
    if (before != null) {
      left(address, before);
    }
    JoinIslandMessage join =
        JoinIslandMessage.newBuilder().setIslandId(island).setPeerId(address).build();
    bus.publish(new Message(Subjects.peerJoin(island), Payload.of(join)));
  }

  /**
   * What a peer is told.
   *
   * @param change its {@code IslandChangedMessage}
   * @param headers which login of the peer this concerns
   */
  record Told(ByteString change, Headers headers) {}

  /** Tells those of its island that a peer is gone. */
  void gone(String address) {
    String before = islands.remove(address);
    if (before != null) {
      left(address, before);
    }
  }

  private void left(String address, String island) {
    LeftIslandMessage left =
        LeftIslandMessage.newBuilder().setIslandId(island).setPeerId(address).build();
    bus.publish(new Message(Subjects.peerLeft(island), Payload.of(left)));
  }
}
