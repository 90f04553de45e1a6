package dev.atoll.handshake;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.ReportedSession;
import dev.atoll.protocol.message.SessionsMessage;
import dev.atoll.protocol.message.TermMessage;
import io.vertx.core.Handler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each session of this node said last and was told last, for whoever comes to lead the realm: told when a leader asks. Used on the
 * doors' event loop only.
 */
public final class SessionReports {
  /** A message of some 200 KB; links are shared with what cannot wait. */
  private static final int SESSIONS_A_MESSAGE = 1000;

  /** Of {@code client-proto.peer.<address>.…}. */
  private static final int PEER = 2;

  /** Of {@code peer.<address>.…}. */
  private static final int PRESENCE = 1;

  private static final Logger LOG = LoggerFactory.getLogger(SessionReports.class);

  private final Bus bus;
  private final String node;
  private final List<Subscription> subscriptions = new ArrayList<>();

  /** One a session of this node. */
  private final Map<String, Known> known = new HashMap<>();

  /** The last term in which all were reported; it is told again and again. */
  private TermMessage reported = TermMessage.getDefaultInstance();

  private static final class Known {
    final Headers headers;

    @Nullable
    Heartbeat heartbeat;

    long nanos;
    String island = "";
    String transport = "";

    Known(Headers headers) {
      this.headers = headers;
    }
  }

  /** @param node id of this node */
  public SessionReports(Bus bus, String node) {
    this.bus = bus;
    this.node = node;
  }

  public void start() {
    overhear(Subjects.EVERY_CONNECT, this::connected);
    overhear(Subjects.EVERY_DISCONNECT, this::disconnected);
    overhear(
        Subjects.EVERY_REPLACED, message -> known.remove(Subjects.replacedPeer(message.subject())));
    overhear(Subjects.EVERY_HEARTBEAT, this::moved);
    overhear(Subjects.EVERY_ISLAND_CHANGED, this::told);
    subscriptions.add(bus.subscribe(Subjects.only(Subjects.TERM), reading(this::asked)));
  }

  public void stop() {
    subscriptions.forEach(Subscription::cancel);
    subscriptions.clear();
  }

  private void overhear(Pattern pattern, Reader reader) {
    subscriptions.add(bus.overhear(pattern, reading(reader)));
  }

  /** Reads a message. */
  private interface Reader {
    void read(Message message) throws IOException;
  }

  private static Handler<Message> reading(Reader reader) {
    return message -> {
      try {
        reader.read(message);
      } catch (IOException malformed) {
        LOG.warn(
            "cannot be read subject={} cause={}", message.subject().name(), malformed.getMessage());
      }
    };
  }

  private void connected(Message message) {
    String address = message.subject().token(PRESENCE);
    if (isOfHere(message) && message.headers().has(Headers.LOGIN)) {
      known.put(address, new Known(message.headers()));
    } else if (message.headers().isFromAnotherNode()) {
      known.remove(address);
    }
  }

  private void disconnected(Message message) {
    known.computeIfPresent(
        message.subject().token(PRESENCE),
        (address, one) -> message.headers().concerns(login(one)) ? null : one);
  }

  private void moved(Message message) throws InvalidProtocolBufferException {
    Known one = known.get(message.subject().token(PEER));
    if (one != null && isOfHere(message)) {
      one.heartbeat = message.payload().as(Heartbeat.class, Heartbeat.parser());
      one.nanos = System.nanoTime();
    }
  }

  private void told(Message message) throws IOException {
    Known one = known.get(message.subject().token(PEER));
    if (one != null && message.headers().concerns(login(one))) {
      one.island = island(message);
      one.transport = message.headers().get(Headers.TRANSPORT).orElse("");
    }
  }

  private static boolean isOfHere(Message message) {
    return !message.headers().isFromAnotherNode() && !message.headers().has(Headers.VIA);
  }

  private static String login(Known one) {
    return one.headers.get(Headers.LOGIN).orElse("");
  }

  /** The island's id, which is told before its many peers. */
  private static String island(Message message) throws IOException {
    CodedInputStream in = message.payload().bytes().newCodedInput();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag >>> 3 == IslandChangedMessage.ISLAND_ID_FIELD_NUMBER) {
        return in.readString();
      }
      in.skipField(tag);
    }
    return "";
  }

  private void asked(Message message) throws InvalidProtocolBufferException {
    TermMessage term = message.payload().as(TermMessage.class, TermMessage.parser());
    TermMessage told = term.toBuilder().clearAsked().clearRules().build();
    boolean isAsked = term.hasAsked() ? term.getAsked().equals(node) : !told.equals(reported);
    if (isAsked) {
      reported = told;
      report(term.getNumber());
    }
  }

  private void report(long term) {
    long now = System.nanoTime();
    SessionsMessage.Builder message = SessionsMessage.newBuilder().setTerm(term);
    for (Map.Entry<String, Known> each : known.entrySet()) {
      message.addSessions(session(each.getKey(), each.getValue(), now));
      if (message.getSessionsCount() == SESSIONS_A_MESSAGE) {
        publish(message);
        message.clearSessions();
      }
    }
    publish(message.setLast(true));
  }

  private static ReportedSession session(String address, Known one, long now) {
    ReportedSession.Builder session = ReportedSession.newBuilder()
        .setAddress(address)
        .setLogin(login(one))
        .setOrigin(one.headers.get(Headers.ORIGIN).orElse(""))
        .setTopics(one.headers.has(Headers.TOPICS))
        .setIsland(one.island)
        .setTransport(one.transport);
    if (one.heartbeat != null) {
      session.setHeartbeat(one.heartbeat).setAgeMillis((int) ((now - one.nanos) / 1_000_000));
    }
    return session.build();
  }

  private void publish(SessionsMessage.Builder message) {
    bus.publish(new Message(Subjects.SESSIONS, Payload.of(message.build())));
  }
}
