package dev.atoll.nats;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Subject;
import dev.atoll.cluster.NewestTerm;
import dev.atoll.cluster.Term;
import dev.atoll.nats.NatsMeters.Drop;
import dev.atoll.protocol.message.TermMessage;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is subscribed to on NATS: what trust and dialects ask for, and of topics what somebody here asks for. Used on one
 * context; messages are read on jnats' thread and go to the inbox.
 */
final class Listening {
  /** What jnats holds for a thread that never waits; past it the newest are dropped, and counted by {@link #countDropped}. */
  private static final long MOST_MESSAGES = 65_536;

  private static final long MOST_BYTES = 32 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  private final Inbox inbox;
  private final Marks marks;
  private final NewestTerm terms;
  private final NatsMeters meters;
  private final List<Asked> always;

  private final Subscriptions subscriptions;
  private @Nullable Dispatcher dispatcher;
  private long droppedBefore;
  private boolean keepsUp = true;

  /**
   * By what messages from this realm are told.
   *
   * @param marks their headers
   * @param terms hears of the realm's leaders, those too that are cut off from here
   */
  record Own(Marks marks, NewestTerm terms) {}

  Listening(Policy policy, Dialects dialects, Inbox inbox, Own own, NatsMeters meters) {
    this.inbox = inbox;
    this.marks = own.marks();
    this.terms = own.terms();
    this.meters = meters;
    this.subscriptions = new Subscriptions(this::topicReceived, meters);
    if (policy.asksForScenes()) {
      // among what may overlap with it, and never ended
      subscriptions.begin(Asked.all(Form.SCENE));
    }
    this.always = List.of(Kind.values()).stream()
        .filter(policy::asksFor)
        .flatMap(kind -> dialects.heard(kind).stream())
        .map(Asked::all)
        .toList();
  }

  /** Subscribes on a new connection to what is always heard; to the rest by {@link #goOn}. */
  void attach(Connection connection, Outlet outlet) {
    Subscriptions.tryTo(() -> {
      Dispatcher attached = connection.createDispatcher();
      attached.setPendingLimits(MOST_MESSAGES, MOST_BYTES);
      dispatcher = attached;
      droppedBefore = 0;
      subscriptions.attach(attached, outlet);
      always.forEach(asked ->
          attached.subscribe(asked.pattern().name(), message -> received(asked.form(), message)));
    });
  }

  /** The connection and its subscriptions are gone. */
  void detach() {
    dispatcher = null;
    subscriptions.detach();
  }

  /** Counts what jnats had to drop since this was last called. */
  void countDropped() {
    Dispatcher now = dispatcher;
    if (now == null) {
      return;
    }
    long dropped = now.getDroppedCount();
    boolean keptUp = keepsUp;
    keepsUp = dropped == droppedBefore;
    if (keptUp && !keepsUp) {
      LOG.warn("NATS messages dropped, this node does not keep up");
    }
    meters.dropped(Drop.OVERFLOW, dropped - droppedBefore);
    droppedBefore = dropped;
  }

  /** Somebody here asks for it. */
  void begin(Asked asked) {
    subscriptions.begin(asked);
  }

  /** Somebody asks no more. */
  void end(Asked asked) {
    subscriptions.end(asked, System.nanoTime());
  }

  /** Succeeds when jnats has been asked for all that is wanted, and when there is no connection. */
  Future<Void> settled() {
    return subscriptions.settled();
  }

  /** Sends what was not sent yet, as much as there is room and time for. */
  void goOn(Turn turn, long nanos) {
    subscriptions.goOn(turn, nanos);
  }

  /** Whether something is left to send now. */
  boolean hasMore(long nanos) {
    return subscriptions.hasMore(nanos);
  }

  /** What is no topic at all has subscriptions of its own. */
  private void topicReceived(Asked asked, Message message) {
    boolean isAnEvent = asked.form() == Form.TOPIC
        && Topics.isReserved(Topics.of(Subject.of(message.getSubject()), 3));
    if (!isAnEvent) {
      received(asked.form(), message);
    }
  }

  /** It comes over a link too, or must not come at all: two halves of a realm are two realms until they are one again. */
  private void ofOwnCluster(Form form, Message message) {
    if (form != Form.TERM) {
      meters.dropped(Drop.OWN_CLUSTER);
      return;
    }
    try {
      terms.hear(Term.of(TermMessage.parseFrom(message.getData())), System.nanoTime());
      meters.in(Kind.TERM);
    } catch (InvalidProtocolBufferException malformed) {
      meters.dropped(Drop.MALFORMED);
    }
  }

  /** Before anything is read of it. */
  private void received(Form form, Message message) {
    if (marks.isOwn(message)) {
      meters.dropped(Drop.ECHO);
      return;
    }
    if (marks.isOfOwnCluster(message)) {
      ofOwnCluster(form, message);
      return;
    }
    if (Marks.isForOthers(message, form)) {
      meters.dropped(Drop.COPY);
      return;
    }
    try {
      byte[] payload = message.getData();
      Event event = Inbound.read(form, message.getSubject(), payload, Marks.told(message));
      meters.dropped(Drop.MALFORMED, event.leftOut());
      if (!inbox.offer(event, payload.length)) {
        meters.dropped(Drop.OVERFLOW);
      }
    } catch (Malformed wrong) {
      meters.dropped(Drop.MALFORMED);
      LOG.debug("NATS message dropped form={} what={}", form, wrong.getMessage());
    }
  }
}
