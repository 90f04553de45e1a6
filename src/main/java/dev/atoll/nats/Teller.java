package dev.atoll.nats;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.NewestTerm;
import dev.atoll.cluster.Term;
import dev.atoll.nats.NatsMeters.Drop;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.TermMessage;
import dev.atoll.protocol.message.TransportDiscovery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells NATS what happens here, in every dialect that is spoken; what came from there is never told. While NATS is away, or
 * does not keep up, state is not kept but told anew ({@link Recovery}), and the rest waits ({@link WaitingMessages}). Used on
 * one context.
 */
final class Teller {
  /** Its rooms, and what it polls or who registers here; others are told by their next word. */
  private static final int MOST_TRANSPORTS = 100;

  private final Dialects dialects;
  private final Outbound outbound;
  private final NatsMeters meters;
  private final OwnPeers ownPeers;
  private final NewestTerm terms;
  private final WaitingMessages waiting;
  private final IslandsTeller islands;
  private final Recovery recovery;

  /** As they told last, by their ids. */
  private final Map<String, OwnTransport> transports = new LinkedHashMap<>();

  private @Nullable Outlet outlet;

  /**
   * What is known of the realm.
   *
   * @param ownPeers who has a session here
   * @param terms who leads it
   */
  record Known(OwnPeers ownPeers, NewestTerm terms) {}

  Teller(Dialects dialects, Outbound outbound, Known known, NatsMeters meters) {
    this.dialects = dialects;
    this.outbound = outbound;
    this.ownPeers = known.ownPeers();
    this.terms = known.terms();
    this.meters = meters;
    this.waiting = new WaitingMessages(message -> meters.dropped(Drop.EXPIRED));
    this.islands = new IslandsTeller(dialects, outbound, meters);
    this.recovery = new Recovery(this, ownPeers);
  }

  /** NATS is there: all islands are told, the rest by {@link #goOn}. */
  void attach(Outlet connected, long nanos) {
    outlet = connected;
    recovery.begin(nanos);
    islands.tellLast(connected, nanos);
  }

  /** NATS is gone. */
  void detach(long nanos) {
    outlet = null;
    recovery.lost(nanos);
  }

  void heartbeat(Message message) {
    if (isFromHere(message)) {
      String address = message.subject().token(Form.HEARTBEAT.aboutToken());
      ownPeers.heartbeat(address, message);
      recovery.tellDepartureOf(address);
      tellState(Kind.HEARTBEAT, address, message);
    }
  }

  void connect(Message message) {
    String address = message.subject().token(Form.CONNECT.aboutToken());
    recovery.forgetIslandChange(address);
    Optional<String> node = message.headers().get(Headers.NODE);
    if (node.isPresent()) {
      ownPeers.loggedInElsewhere(address, node.get());
    } else if (isFromHere(message)) {
      ownPeers.connected(address);
      recovery.tellDepartureOf(address);
      tellState(Kind.CONNECT, address, message);
    }
  }

  void disconnect(Message message, long nanos) {
    String address = message.subject().token(Form.DISCONNECT.aboutToken());
    recovery.forget(address);
    message.headers().get(Headers.NODE).ifPresent(node -> ownPeers.leftElsewhere(address, node));
    if (isFromHere(message)) {
      boolean told = tellState(Kind.DISCONNECT, address, message);
      ownPeers.disconnected(address, told, nanos);
    }
  }

  void islandChanged(Message message, long nanos) {
    if (isFromHere(message)) {
      String address = message.subject().token(Form.ISLAND_CHANGED.aboutToken());
      if (tellState(Kind.ISLAND_CHANGED, address, message)) {
        recovery.forgetIslandChange(address);
      } else {
        recovery.keepIslandChange(address, message, nanos);
      }
    }
  }

  void islands(Message message, long nanos) {
    if (isOfNewestLeader(message, nanos)) {
      islands.tell(message, Optional.ofNullable(outlet), nanos);
    } else {
      islands.forget();
    }
  }

  void discovery(Message message, long nanos) {
    if (isOfNewestLeader(message, nanos)) {
      recovery.keepDiscovery(Optional.of(message));
      tellState(Kind.DISCOVERY, "", message);
    } else {
      recovery.keepDiscovery(Optional.empty());
    }
  }

  /** An older one that still lives is silent where a newer one is heard; another node tells for itself. */
  private boolean isOfNewestLeader(Message message, long nanos) {
    return terms.counts(message.headers(), nanos) && isFromHere(message);
  }

  /** This node leads, or another one does. */
  void term(Message message, long nanos) {
    try {
      TermMessage term = message.payload().as(TermMessage.class, TermMessage.parser());
      terms.hear(Term.of(term), nanos);
      if (isFromHere(message)) {
        TermMessage told = TermMessage.newBuilder()
            .setNumber(term.getNumber())
            .setNode(term.getNode())
            .build();
        tellState(Kind.TERM, "", new Message(Subjects.TERM, Payload.of(told)));
      }
    } catch (InvalidProtocolBufferException malformed) {
      meters.dropped(Drop.UNSENDABLE);
    }
  }

  /** Said again in a few seconds; kept until then, since the first word of a node often comes before NATS is there. */
  void transport(Message message, TransportSeal seal, Moment now) {
    if (!isFromHere(message)) {
      return;
    }
    try {
      TransportDiscovery told =
          message.payload().as(TransportDiscovery.class, TransportDiscovery.parser());
      transports.remove(told.getId());
      if (transports.size() < MOST_TRANSPORTS) {
        transports.put(told.getId(), new OwnTransport(told, now.nanos()));
      }
      tellTransport(told, seal, now);
    } catch (InvalidProtocolBufferException notWhatItsSubjectSays) {
      meters.dropped(Drop.UNSENDABLE);
    }
  }

  /** Tells all transports of this node that were heard of within that time. */
  void tellTransports(TransportSeal seal, Moment now, Duration silence) {
    transports.values().removeIf(each -> now.nanos() - each.nanos() > silence.toNanos());
    transports.values().forEach(each -> tellTransport(each.told(), seal, now));
  }

  private void tellTransport(TransportDiscovery told, TransportSeal seal, Moment now) {
    Payload sealed = Payload.of(ByteString.copyFrom(seal.seal(told, now.millis())));
    tellState(Kind.TRANSPORT, "", new Message(Subjects.TRANSPORT_DISCOVERY, sealed));
  }

  private record OwnTransport(TransportDiscovery told, long nanos) {}

  /** In order, as what peers say: it is that. */
  void bridge(Message message, BridgeSeal seal, Moment now) {
    if (!isFromHere(message)) {
      return;
    }
    try {
      BridgeMessage told = message.payload().as(BridgeMessage.class, BridgeMessage.parser());
      byte[] sealed = seal.seal(message.subject(), told, now.millis());
      enqueue(outgoing(Form.BRIDGE, message.subject().name(), sealed, message), now.nanos());
    } catch (InvalidProtocolBufferException notWhatItsSubjectSays) {
      meters.dropped(Drop.UNSENDABLE);
    }
  }

  /** The same time by both clocks. */
  record Moment(long nanos, long millis) {}

  /** Of those kinds whose messages are no state: they are told in order, and wait where they must. */
  void tell(Kind kind, Message message, long nanos) {
    if (!isFromHere(message)) {
      return;
    }
    byte[] payload = message.payload().bytes().toByteArray();
    for (Form form : dialects.said(kind)) {
      enqueue(outgoing(form, subject(form, message), payload, message), nanos);
    }
  }

  private void enqueue(Outgoing message, long nanos) {
    Outlet now = outlet;
    if (now == null || waiting.size() > 0 || !now.send(message)) {
      waiting.add(message, nanos);
    }
  }

  /**
   * Says all forms of an event, if NATS is there and keeps up.
   *
   * @return whether it did
   */
  boolean tellState(Kind kind, String about, Message message) {
    Outlet now = outlet;
    if (now == null || !now.isFree()) {
      recovery.missed(now != null);
      return false;
    }
    try {
      byte[] same = null;
      for (Form form : dialects.said(kind)) {
        byte[] payload = same;
        if (!outbound.isSame(form)) {
          payload = outbound.write(form, message.payload()).toByteArray();
        } else if (payload == null) {
          payload = message.payload().bytes().toByteArray();
          same = payload;
        }
        if (!now.send(outgoing(form, form.subject(about), payload, message))) {
          recovery.missed(true);
          return false;
        }
      }
    } catch (InvalidProtocolBufferException notWhatItsSubjectSays) {
      meters.dropped(Drop.UNSENDABLE);
    }
    return true;
  }

  boolean tellDeparture(String address) {
    return tellState(
        Kind.DISCONNECT, address, new Message(Subjects.disconnect(address), Payload.EMPTY));
  }

  /** As much of what is left to say as there is room and time for. To be called often while there is some. */
  void goOn(Turn turn, long nanos) {
    Outlet now = outlet;
    if (now != null && now.isFree() && recovery.goOn(turn, nanos)) {
      waiting.handOut(message -> !turn.isOver() && now.send(message), nanos);
    }
  }

  /** Whether something is left to say. */
  boolean hasMore() {
    return outlet != null && (recovery.hasMore() || waiting.size() > 0);
  }

  /** To be called each second. */
  void tick(long nanos) {
    waiting.handOut(message -> false, nanos);
    Outlet now = outlet;
    if (now != null && now.isFree()) {
      recovery.afterCongestion(nanos);
    }
  }

  int waitingBytes() {
    return waiting.bytes();
  }

  private Outgoing outgoing(Form form, String subject, byte[] payload, Message message) {
    return new Outgoing(
        form,
        subject,
        payload,
        form.kind() == Kind.HEARTBEAT && !message.headers().has(Headers.TOPICS),
        dialects.isSole(form),
        form == Form.SCENE ? message.headers().get(Headers.SENDER) : Optional.empty());
  }

  /** These kinds have their subjects in common with the bus, but for the second one of topics. */
  private static String subject(Form form, Message message) {
    String name = message.subject().name();
    return form == Form.TOPIC_AGAIN ? "client" + name.substring(name.indexOf('.')) : name;
  }

  /** What was born in another node of this realm goes to NATS from there. */
  private static boolean isFromHere(Message message) {
    return !message.headers().has(Headers.VIA) && !message.headers().isFromAnotherNode();
  }
}
