package dev.atoll.nats;

import dev.atoll.bus.Pattern;
import dev.atoll.bus.Subject;
import dev.atoll.nats.NatsMeters.Drop;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final NatsMeters meters;
  private final List<Asked> always;

  /** How many here ask for each; at most what sessions and the node's own parts may subscribe to. */
  private final Map<Asked, Integer> wanted = new LinkedHashMap<>();

  private final Map<Asked, Long> numbers = new HashMap<>();
  private final Overlaps overlaps = new Overlaps();
  private long lastNumber;
  private @Nullable Dispatcher dispatcher;
  private long droppedBefore;
  private boolean keepsUp = true;

  Listening(Policy policy, Dialects dialects, Inbox inbox, Marks marks, NatsMeters meters) {
    this.inbox = inbox;
    this.marks = marks;
    this.meters = meters;
    this.always = List.of(Kind.values()).stream()
        .filter(policy::asksFor)
        .flatMap(kind -> dialects.heard(kind).stream())
        .map(Asked::all)
        .toList();
  }

  /** Subscribes to everything on a new connection. */
  void attach(Connection connection) {
    Dispatcher attached = connection.createDispatcher();
    attached.setPendingLimits(MOST_MESSAGES, MOST_BYTES);
    dispatcher = attached;
    droppedBefore = 0;
    always.forEach(asked ->
        attached.subscribe(asked.pattern().name(), message -> received(asked.form(), message)));
    wanted.keySet().forEach(asked -> subscribe(attached, asked));
  }

  /** The connection and its subscriptions are gone. */
  void detach() {
    dispatcher = null;
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

  /** Somebody here asks for it; the first one makes a subscription. */
  void begin(Asked asked) {
    if (wanted.merge(asked, 1, Integer::sum) > 1) {
      return;
    }
    numbers.put(asked, ++lastNumber);
    overlaps.add(asked.pattern(), lastNumber);
    Dispatcher now = dispatcher;
    if (now != null) {
      subscribe(now, asked);
    }
  }

  /** Somebody asks no more; the last one ends the subscription. */
  void end(Asked asked) {
    Integer left = wanted.computeIfPresent(asked, (same, count) -> count - 1);
    if (left == null || left > 0) {
      return;
    }
    wanted.remove(asked);
    numbers.remove(asked);
    overlaps.remove(asked.pattern());
    Dispatcher now = dispatcher;
    if (now != null) {
      tryTo(() -> now.unsubscribe(asked.pattern().name()));
    }
  }

  private void subscribe(Dispatcher attached, Asked asked) {
    long number = numbers.getOrDefault(asked, 0L);
    Pattern pattern = asked.pattern();
    tryTo(() -> attached.subscribe(
        pattern.name(), message -> topicReceived(asked.form(), number, message)));
  }

  /** On a connection that is being lost; all is subscribed to anew on the next one. */
  private static void tryTo(Runnable call) {
    try {
      call.run();
    } catch (IllegalStateException closed) {
      LOG.debug("NATS connection is closed already");
    }
  }

  /** Of several subscriptions that match, one takes it; what is no topic at all has subscriptions of its own. */
  private void topicReceived(Form form, long number, Message message) {
    try {
      Subject subject = Subject.of(message.getSubject());
      boolean isAnEvent = form == Form.TOPIC && Topics.isReserved(Topics.of(subject, 3));
      if (!isAnEvent && overlaps.first(subject) == number) {
        received(form, message);
      }
    } catch (IllegalArgumentException badSubject) {
      meters.dropped(Drop.MALFORMED);
    }
  }

  private void received(Form form, Message message) {
    if (marks.isOwn(message)) {
      meters.dropped(Drop.ECHO);
      return;
    }
    if (Marks.isForOthers(message, form)) {
      meters.dropped(Drop.COPY);
      return;
    }
    try {
      byte[] payload = message.getData();
      Event event = Inbound.read(form, message.getSubject(), payload, Marks.told(message));
      if (!inbox.offer(event, payload.length)) {
        meters.dropped(Drop.OVERFLOW);
      }
    } catch (Malformed wrong) {
      meters.dropped(Drop.MALFORMED);
      LOG.debug("NATS message dropped form={} what={}", form, wrong.getMessage());
    }
  }
}
