package dev.atoll.handshake.bff;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.config.LegacyPositions;
import dev.atoll.handshake.LoggedIn;
import dev.atoll.protocol.Positions;
import dev.atoll.protocol.message.IslandChangedMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears on the bus what clients subscribe to as topics. Used on the doors' event loop only. */
final class Topics {
  /** Who sent what a scene's server published. */
  static final String SERVER = "server";

  private static final int SENDER_TOKEN = 2;
  private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

  private final Bus bus;
  private final LegacyPositions positions;

  Topics(Bus bus, LegacyPositions positions) {
    this.bus = bus;
    this.positions = positions;
  }

  /** Hears a topic's messages. */
  @FunctionalInterface
  interface Receiver {
    /** @param sender address of a peer, or {@link #SERVER} */
    void received(String sender, Message message);
  }

  /** What all peers, this one too, and a scene's servers say under a topic; empty when that is not for this peer. */
  Optional<Subscription> ofPeers(Topic topic, String address, Receiver receiver) {
    return topic.ofPeers(address).map(pattern -> {
      Subscription peers = bus.subscribe(
          pattern, message -> receiver.received(message.subject().token(SENDER_TOKEN), message));
      return withServers(topic, peers, receiver);
    });
  }

  /** What the realm, and a scene's servers, say under a topic; empty when that is not for this peer. */
  Optional<Subscription> ofSystem(Topic topic, LoggedIn peer, Receiver receiver) {
    if (topic.isIslandChangesOf(peer.address())) {
      return Optional.of(islandChanges(peer, receiver));
    }
    return topic.ofSystem(peer.address()).map(pattern -> {
      Subscription system = bus.subscribe(pattern, message -> receiver.received(SERVER, message));
      return withServers(topic, system, receiver);
    });
  }

  /** Island changes of this login, as its clients read positions. */
  Subscription islandChanges(LoggedIn peer, Receiver receiver) {
    return ownChanges(peer, message -> {
      if (positions == LegacyPositions.FLOAT) {
        receiver.received(SERVER, message);
      } else {
        Payload legacy = Payload.of(Positions.legacy(read(message)));
        receiver.received(SERVER, new Message(message.subject(), legacy, message.headers()));
      }
    });
  }

  /** Island changes of this login, read. */
  Subscription islands(LoggedIn peer, Consumer<IslandChangedMessage> receiver) {
    return ownChanges(peer, message -> receiver.accept(read(message)));
  }

  private static IslandChangedMessage read(Message message) throws InvalidProtocolBufferException {
    return message.payload().as(IslandChangedMessage.class, IslandChangedMessage.parser());
  }

  /** What is done with an island change. */
  @FunctionalInterface
  private interface Reader {
    void read(Message message) throws InvalidProtocolBufferException;
  }

  private Subscription ownChanges(LoggedIn peer, Reader reader) {
    Pattern own = Subjects.only(Subjects.islandChanged(peer.address()));
    return bus.subscribe(own, message -> {
      if (peer.isConcernedBy(message)) {
        try {
          reader.read(message);
        } catch (InvalidProtocolBufferException garbage) {
          LOG.debug("Island change not readable cause={}", garbage.toString());
        }
      }
    });
  }

  /** A message that names a sender is the copy of what a client published under a topic, and heard there. */
  private Subscription withServers(Topic topic, Subscription first, Receiver receiver) {
    Optional<Subject> scene = topic.scene();
    if (scene.isEmpty()) {
      return first;
    }
    Subscription servers = bus.subscribe(Subjects.only(scene.get()), message -> {
      if (message.headers().get(Headers.SENDER).isEmpty()) {
        receiver.received(SERVER, message);
      }
    });
    return new JoinedSubscription(List.of(first, servers));
  }
}
