package dev.atoll.handshake.bff;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.handshake.HeartbeatLimit;
import dev.atoll.handshake.HeartbeatsIn;
import dev.atoll.handshake.LoggedIn;
import dev.atoll.protocol.Positions;
import io.vertx.core.Vertx;
import java.util.Map;

/** What one logged-in peer says to the realm, always under its own address. Used on the doors' event loop only. */
final class Publisher {
  private final Bus bus;
  private final HeartbeatsIn heartbeats;
  private final LoggedIn peer;

  /** Of the copies that go to a scene's servers. */
  private final Headers sender;

  private final CrossedOffers offers;
  private final HeartbeatLimit limit = new HeartbeatLimit(System.nanoTime());

  /** To be made on that event loop. */
  Publisher(Bus bus, HeartbeatsIn heartbeats, LoggedIn peer) {
    this.bus = bus;
    this.heartbeats = heartbeats;
    this.peer = peer;
    this.sender = new Headers(Map.of(Headers.SENDER, peer.address()));
    this.offers = new CrossedOffers(Vertx.currentContext().owner(), bus, peer.address(), this::say);
  }

  /**
   * Publishes under a topic.
   *
   * @return false, and nothing happens, when the topic is not the peer's to publish
   * @throws InvalidProtocolBufferException when it is a heartbeat's topic and the payload is none
   */
  boolean publish(Topic topic, ByteString payload) throws InvalidProtocolBufferException {
    if (topic.isHeartbeat()) {
      heartbeat(payload);
      return true;
    }
    if (topic.isReserved()) {
      return false;
    }
    if (!offers.keep(topic, payload)) {
      say(topic, payload);
    }
    return true;
  }

  private void say(Topic topic, ByteString payload) {
    Payload bytes = Payload.of(payload);
    bus.publish(new Message(Subjects.topic(peer.address(), topic.name()), bytes));
    topic.scene().ifPresent(scene -> bus.publish(new Message(scene, bytes, sender)));
  }

  /** Says nothing any more. */
  void close() {
    offers.close();
  }

  /**
   * Says where the peer is, by floats or doubles; what cannot count is dropped and counted.
   *
   * @throws InvalidProtocolBufferException when it is no heartbeat
   */
  void heartbeat(ByteString heartbeat) throws InvalidProtocolBufferException {
    heartbeats.accept(peer, limit, Positions.heartbeat(heartbeat));
  }
}
