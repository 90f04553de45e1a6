package dev.atoll.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.SceneIds;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.Scene;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What third-party servers say into rooms of whatever transport. Into an island's: rfc4 packets as {@code messageBus.island.<id>.<name>},
 * the name being one token and not {@code peer}. Of a scene: whatever bytes as {@code messageBus.scene.<id>.<name>}, which become rfc4
 * {@code Scene} packets in the rooms where that scene is spoken, and in those of the islands that the message names ({@link
 * Headers#ISLANDS}); of other systems only where they are trusted, since everybody may say something in a scene for topics. What is no such
 * packet, or larger than a member's may be, is told of and ignored. Used on one event loop only.
 *
 * @param <R> one of those rooms
 */
public final class ServerWords<R> {
  private static final int MOST_BYTES = 64 << 10;
  private static final int ID = 2;
  private static final int NAME = 3;

  /** Of {@code realm.words.messageBus.scene.<id>.<name>}. */
  private static final int ID_ELSEWHERE = 4;

  private static final String MEMBERS = "peer";
  private static final Logger LOG = LoggerFactory.getLogger(ServerWords.class);

  private final Rooms<R> rooms;
  private final boolean foreign;
  private final List<Bus.Subscription> subscriptions = new ArrayList<>();
  private Optional<Bus> relaying = Optional.empty();
  private boolean hearsRelayed;

  /**
   * What a server says.
   *
   * @param server which one, or by which other system it came
   * @param packet rfc4
   */
  public record Word(String server, ByteString packet) {
    /** Whether it is by one of another system, of which nobody tells when it is gone. */
    public boolean isForeign() {
      return server.equals(Headers.NATS);
    }
  }

  /**
   * Rooms of one kind.
   *
   * @param <R> one of them
   */
  public interface Rooms<R> {
    /** That of an island. */
    Optional<R> island(String id);

    /** Those where a scene is spoken. */
    Set<R> scene(String id);

    /** A server says something in these. */
    void say(R room, Word word);

    /** A message for these rooms has so many bytes. */
    default void received(int bytes) {}

    /** It was none that is said. */
    default void refused() {}

    /** A server is gone. */
    void left(String server);
  }

  /** @param foreign whether other systems are trusted with what servers say in scenes */
  public ServerWords(Rooms<R> rooms, boolean foreign) {
    this.rooms = rooms;
    this.foreign = foreign;
  }

  /** Scenes are overheard: a room asks nobody to speak of them, or it would count as somebody who listens. */
  public void start(Bus bus) {
    subscriptions.add(bus.subscribe(Subjects.EVERY_SERVER_MESSAGE, this::saidInIsland));
    subscriptions.add(bus.overhear(Subjects.EVERY_SCENE_MESSAGE, this::saidInScene));
    subscriptions.add(bus.subscribe(
        Subjects.EVERY_SERVER_LEFT, message -> rooms.left(message.subject().token(ID))));
  }

  /**
   * From now on what servers say in scenes at one node is heard in the rooms of all, by a way of its own: nobody there asks for the scene,
   * who would count as somebody that listens to it.
   */
  public void relay(Bus bus) {
    relay(bus, true);
  }

  /**
   * As {@link #relay(Bus)}.
   *
   * @param tells whether other nodes are told by this one what servers say here, as by one of a node
   */
  public void relay(Bus bus, boolean tells) {
    relaying = tells ? Optional.of(bus) : Optional.empty();
    hearsRelayed = true;
    subscriptions.add(bus.subscribe(Subjects.EVERY_WORD_ELSEWHERE, this::saidElsewhere));
  }

  /** Listens no more. */
  public void stop() {
    subscriptions.forEach(Bus.Subscription::cancel);
    subscriptions.clear();
  }

  private void saidInIsland(Message message) {
    Headers headers = message.headers();
    Optional<String> server = headers.get(Headers.SERVER).or(() -> headers.get(Headers.VIA));
    if (server.isPresent() && !message.subject().token(NAME).equals(MEMBERS)) {
      rooms.island(message.subject().token(ID)).ifPresent(room -> say(room, server.get(), message));
    }
  }

  private void say(R room, String server, Message message) {
    ByteString body = message.payload().bytes();
    rooms.received(body.size());
    if (isPacket(body)) {
      rooms.say(room, new Word(server, body));
    } else {
      rooms.refused();
      LOG.debug("Not an rfc4 packet subject={} bytes={}", message.subject(), body.size());
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

  private void saidElsewhere(Message message) {
    if (message.headers().isFromAnotherNode()) {
      saidInScene(SceneIds.decode(message.subject().token(ID_ELSEWHERE)), message);
    }
  }

  private void saidInScene(Message message) {
    Headers headers = message.headers();
    if (hearsRelayed && headers.isFromAnotherNode()) {
      return;
    }
    saidInScene(SceneIds.decode(message.subject().token(ID)), message);
    relaying.ifPresent(bus -> WordsRelay.tell(bus, message));
  }

  private void saidInScene(String scene, Message message) {
    Optional<String> server = serverInScene(message.headers());
    if (server.isEmpty()) {
      return;
    }
    Set<R> places = new LinkedHashSet<>(rooms.scene(scene));
    for (String island : message.headers().get(Headers.ISLANDS).orElse("").split(",")) {
      rooms.island(island).ifPresent(places::add);
    }
    if (!places.isEmpty()) {
      say(places, server.get(), packet(scene, message.payload().bytes()));
    }
  }

  /** A client of another node is none, though its words come from there. */
  private Optional<String> serverInScene(Headers headers) {
    boolean mayBeForeign = foreign && !headers.has(Headers.SENDER);
    return headers
        .get(Headers.SERVER)
        .or(() -> mayBeForeign ? headers.get(Headers.VIA) : Optional.empty());
  }

  private static ByteString packet(String scene, ByteString data) {
    return Packet.newBuilder()
        .setScene(Scene.newBuilder().setSceneId(scene).setData(data))
        .build()
        .toByteString();
  }

  private void say(Set<R> places, String server, ByteString packet) {
    rooms.received(packet.size());
    if (packet.size() > MOST_BYTES) {
      rooms.refused();
    } else {
      places.forEach(room -> rooms.say(room, new Word(server, packet)));
    }
  }
}
