package dev.atoll.nats;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.nats.NatsMeters.Drop;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came from NATS is published on the bus, where it is believed and did not come before. Used on one context. */
final class Incoming {
  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

  private final Bus bus;
  private final Trust trust;
  private final Dialects dialects;
  private final NatsMeters meters;
  private final Copies copies = new Copies();

  /**
   * What is believed.
   *
   * @param policy what is taken from whom
   * @param ownPeers who has a session in this realm
   * @param seal of what transports tell; without one none is believed
   * @param bridgeSeal of what they are told of islands that move; without one none is believed
   */
  record Trust(
      Policy policy,
      OwnPeers ownPeers,
      Optional<TransportSeal> seal,
      Optional<BridgeSeal> bridgeSeal) {}

  Incoming(Bus bus, Trust trust, Dialects dialects, NatsMeters meters) {
    this.bus = bus;
    this.trust = trust;
    this.dialects = dialects;
    this.meters = meters;
  }

  void received(Event event) {
    boolean own = event.kind() == Kind.ISLAND_CHANGED
        ? trust.ownPeers().has(event.about())
        : trust.ownPeers().isOfRealm(event.about());
    if (!trust.policy().takes(event.kind(), own)) {
      meters.dropped(Drop.UNTRUSTED);
      return;
    }
    if (event.kind() == Kind.TRANSPORT || event.kind() == Kind.BRIDGE) {
      sealedReceived(event);
      return;
    }
    boolean hasForms = dialects.heard(event.kind()).size() > 1;
    if (hasForms && copies.isCopy(event, System.nanoTime())) {
      meters.dropped(Drop.COPY);
      return;
    }
    meters.in(event.kind());
    bus.publish(event.message());
  }

  private void sealedReceived(Event event) {
    try {
      Message message = event.message();
      MessageLite told = opened(event.kind(), message);
      meters.in(event.kind());
      bus.publish(new Message(message.subject(), Payload.of(told), message.headers()));
    } catch (Malformed notBelieved) {
      meters.dropped(Drop.UNTRUSTED);
      LOG.debug("NATS {} not believed what={}", event.kind(), notBelieved.getMessage());
    }
  }

  private MessageLite opened(Kind kind, Message message) throws Malformed {
    ByteString bytes = message.payload().bytes();
    long millis = System.currentTimeMillis();
    return kind == Kind.TRANSPORT
        ? trust.seal().orElseThrow(Incoming::noSecret).open(bytes, millis)
        : trust.bridgeSeal().orElseThrow(Incoming::noSecret).open(message.subject(), bytes, millis);
  }

  private static Malformed noSecret() {
    return new Malformed("no secret");
  }
}
