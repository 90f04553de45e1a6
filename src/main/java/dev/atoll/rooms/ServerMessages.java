package dev.atoll.rooms;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.SceneIds;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.Scene;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What third-party servers say into rooms. Into an island's: rfc4 packets as {@code messageBus.island.<id>.<name>}, the name being one
 * token and not {@code peer}. Of a scene: whatever bytes as {@code messageBus.scene.<id>.<name>}, which become rfc4 {@code Scene}
 * packets in the rooms where that scene is spoken, and in those of the islands that the message names ({@link Headers#ISLANDS}); of
 * other systems only where they are trusted, since everybody may say something in a scene for topics. What is no such packet, or larger than a member's may be, is counted as unknown and ignored.
 *
 * <p>Servers of the gateway are gone when it says so; one of another system, which nobody tells of, when it was silent in a room for
 * a while. Used on one event loop only.
 */
final class ServerMessages {
  private static final int MOST_BYTES = 64 << 10;
  private static final int SUBJECT_ID = 2;
  private static final int NAME = 3;
  private static final String MEMBERS = "peer";
  private static final long SILENCE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long SWEEP_MILLIS = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(ServerMessages.class);

  private final Vertx vertx;
  private final Reach reach;
  private final Tally tally;

  /** When other systems last spoke in a room, by its name. */
  private final Map<String, Long> foreign = new HashMap<>();

  private List<Bus.Subscription> subscriptions = List.of();
  private long sweep = -1;

  /**
   * Where servers are heard.
   *
   * @param directory all rooms
   * @param islands which of them are islands'
   * @param scenes in which of them which scenes are spoken
   * @param foreign whether what other systems say in scenes is heard there
   */
  record Reach(RoomDirectory directory, IslandIds islands, SceneRooms scenes, boolean foreign) {}

  ServerMessages(Vertx vertx, Reach reach, Tally tally) {
    this.vertx = vertx;
    this.reach = reach;
    this.tally = tally;
  }

  /** Scenes are overheard: a room asks nobody to speak of them, or it would count as somebody who listens. */
  void start(Bus bus) {
    subscriptions = List.of(
        bus.subscribe(Subjects.EVERY_SERVER_MESSAGE, this::saidInIsland),
        bus.overhear(Subjects.EVERY_SCENE_MESSAGE, this::saidInScene),
        bus.subscribe(
            Subjects.EVERY_SERVER_LEFT,
            message -> reach.directory().serverLeft(message.subject().token(SUBJECT_ID))));
    sweep = vertx.setPeriodic(SWEEP_MILLIS, id -> sweep(System.nanoTime()));
  }

  void stop() {
    subscriptions.forEach(Bus.Subscription::cancel);
    subscriptions = List.of();
    vertx.cancelTimer(sweep);
  }

  private void saidInIsland(Message message) {
    String island = message.subject().token(SUBJECT_ID);
    Optional<String> server = serverOf(message);
    boolean isForRoom = server.isPresent()
        && !message.subject().token(NAME).equals(MEMBERS)
        && reach.islands().contains(island);
    if (isForRoom) {
      reach.directory().room(island).ifPresent(room -> said(room, message, server.get()));
    }
  }

  private static Optional<String> serverOf(Message message) {
    return message.headers().get(Headers.SERVER).or(() -> message.headers().get(Headers.VIA));
  }

  private void said(Room room, Message message, String server) {
    ByteString body = message.payload().bytes();
    tally.received(body.size());
    if (isPacket(body)) {
      hear(room, message, body, server);
    } else {
      tally.unknown();
      LOG.debug("Not an rfc4 packet subject={} bytes={}", message.subject(), body.size());
    }
  }

  private void hear(Room room, Message message, ByteString body, String server) {
    if (!message.headers().has(Headers.SERVER)) {
      foreign.put(room.name(), System.nanoTime());
    }
    reach.directory().hearServer(room, body, server);
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

  private void saidInScene(Message message) {
    Optional<String> server = serverInScene(message.headers());
    if (server.isEmpty()) {
      return;
    }
    String scene = SceneIds.decode(message.subject().token(SUBJECT_ID));
    ByteString body = Packet.newBuilder()
        .setScene(Scene.newBuilder().setSceneId(scene).setData(message.payload().bytes()))
        .build()
        .toByteString();
    tally.received(body.size());
    if (body.size() > MOST_BYTES) {
      tally.unknown();
      return;
    }
    for (String name : roomsOf(scene, message.headers())) {
      reach.directory().room(name).ifPresent(room -> hear(room, message, body, server.get()));
    }
  }

  /** A client of another node is none, though its words come from there. */
  private Optional<String> serverInScene(Headers headers) {
    boolean mayBeForeign = reach.foreign() && !headers.has(Headers.SENDER);
    return headers
        .get(Headers.SERVER)
        .or(() -> mayBeForeign ? headers.get(Headers.VIA) : Optional.empty());
  }

  private Set<String> roomsOf(String scene, Headers headers) {
    Set<String> names = new LinkedHashSet<>(reach.scenes().rooms(scene));
    for (String island : headers.get(Headers.ISLANDS).orElse("").split(",")) {
      if (reach.islands().contains(island)) {
        names.add(island);
      }
    }
    return names;
  }

  /** Other systems are gone from rooms in which they were silent. */
  void sweep(long now) {
    foreign.entrySet().removeIf(heard -> {
      boolean silent = now - heard.getValue() > SILENCE_NANOS;
      if (silent) {
        reach.directory().room(heard.getKey()).ifPresent(room -> room.serverLeft(Headers.NATS));
      }
      return silent;
    });
  }
}
