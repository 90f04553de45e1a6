package dev.atoll.rooms;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Packet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What servers say into islands' rooms: rfc4 packets that came into the realm from outside, as {@code messageBus.island.<id>.<name>},
 * the name being one token and not {@code peer}. What is no such packet, or larger than a member's may be, is counted as unknown and
 * ignored. Used on one event loop only.
 */
final class ServerMessages {
  private static final int MOST_BYTES = 64 << 10;
  private static final int ISLAND = 2;
  private static final int NAME = 3;
  private static final String MEMBERS = "peer";
  private static final Logger LOG = LoggerFactory.getLogger(ServerMessages.class);

  private final RoomDirectory directory;
  private final IslandIds islands;
  private final Tally tally;
  private Optional<Bus.Subscription> subscription = Optional.empty();

  ServerMessages(RoomDirectory directory, IslandIds islands, Tally tally) {
    this.directory = directory;
    this.islands = islands;
    this.tally = tally;
  }

  void start(Bus bus) {
    subscription = Optional.of(bus.subscribe(Subjects.EVERY_SERVER_MESSAGE, this::said));
  }

  void stop() {
    subscription.ifPresent(Bus.Subscription::cancel);
    subscription = Optional.empty();
  }

  private void said(Message message) {
    String island = message.subject().token(ISLAND);
    Headers headers = message.headers();
    boolean isForRoom = (headers.has(Headers.VIA) || headers.has(Headers.SERVER))
        && !message.subject().token(NAME).equals(MEMBERS)
        && islands.contains(island);
    if (isForRoom) {
      directory.room(island).ifPresent(room -> said(room, message));
    }
  }

  private void said(Room room, Message message) {
    ByteString body = message.payload().bytes();
    tally.received(body.size());
    if (isPacket(body)) {
      directory.hearServer(room, body);
    } else {
      tally.unknown();
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
}
