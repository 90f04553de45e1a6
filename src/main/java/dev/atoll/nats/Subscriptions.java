package dev.atoll.nats;

import dev.atoll.bus.Subject;
import dev.atoll.nats.NatsMeters.Drop;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is subscribed to on NATS since somebody here asks for it. A subscription outlives the last who asks by some seconds,
 * so that who swaps topics costs NATS nothing; and while the connection is congested only what is wanted is kept, and the
 * difference sent later. Used on one context; what comes is read on jnats' thread.
 */
final class Subscriptions {
  static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Past so many that nobody asks for the eldest goes earlier. */
  static final int MOST_UNUSED = 10_000;

  /** Past so many who wait for the connection to take more, who subscribes is answered at once. */
  private static final int MOST_WAITING = 10_000;

  /** Of a line SUB or UNSUB beside the subject. */
  private static final int BYTES_EACH = 16;

  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  /** A subscription of this connection. */
  private static final class Ear {
    static final long UNUSED = -1;

    final Asked asked;

    /** Orders those that overlap; {@link #UNUSED} while nobody asks. */
    volatile long number = UNUSED;

    @Nullable
    Subscription subscription;

    long unusedSince;

    Ear(Asked asked) {
      this.asked = asked;
    }
  }

  /** A connection that is attached. */
  private record Attached(Dispatcher dispatcher, Outlet outlet) {}

  private final BiConsumer<Asked, Message> receiver;
  private final NatsMeters meters;

  /** How many here ask for each; at most what sessions and the node's own parts may subscribe to. */
  private final Map<Asked, Integer> wanted = new LinkedHashMap<>();

  /** Of these the ones that this connection has not been asked for; empty without connection. */
  private final Set<Asked> missing = new LinkedHashSet<>();

  /** Those of this connection; grows only while it is not congested. */
  private final Map<Asked, Ear> ears = new HashMap<>();

  /** Of these the ones that nobody asks for, the longest unused first. */
  private final Map<Asked, Ear> unused = new LinkedHashMap<>();

  /** Told when nothing is missing; one for each who subscribed meanwhile, who gives up after a second. */
  private final Deque<Promise<Void>> waiting = new ArrayDeque<>();

  private final Overlaps overlaps = new Overlaps();
  private long lastNumber;
  private @Nullable Attached attached;

  /** @param receiver told on jnats' thread what came and for which subscription, of several that match for one */
  Subscriptions(BiConsumer<Asked, Message> receiver, NatsMeters meters) {
    this.receiver = receiver;
    this.meters = meters;
  }

  /** There is a new connection; {@link #goOn} subscribes. */
  void attach(Dispatcher dispatcher, Outlet outlet) {
    detach();
    attached = new Attached(dispatcher, outlet);
    missing.addAll(wanted.keySet());
  }

  /** The connection and its subscriptions are gone. */
  void detach() {
    attached = null;
    ears.values().forEach(this::silence);
    ears.clear();
    unused.clear();
    missing.clear();
    settle();
  }

  /** Somebody here asks for it; the first one makes a subscription. */
  void begin(Asked asked) {
    if (wanted.merge(asked, 1, Integer::sum) > 1 || attached == null) {
      return;
    }
    Ear still = unused.remove(asked);
    if (still != null) {
      listen(still);
      return;
    }
    missing.add(asked);
    if (missing.size() == 1) {
      subscribe(attached, asked);
    }
  }

  /** Somebody asks no more; some seconds after the last one the subscription ends. */
  void end(Asked asked, long nanos) {
    Integer left = wanted.computeIfPresent(asked, (same, count) -> count - 1);
    if (left == null || left > 0) {
      return;
    }
    wanted.remove(asked);
    missing.remove(asked);
    Ear ear = ears.get(asked);
    if (ear == null) {
      return;
    }
    silence(ear);
    ear.unusedSince = nanos;
    unused.put(asked, ear);
    if (unused.size() > MOST_UNUSED) {
      endEldest();
    }
  }

  /** Succeeds when jnats has been asked for all that is wanted, and when there is no connection. */
  Future<Void> settled() {
    if (missing.isEmpty() || waiting.size() >= MOST_WAITING) {
      return Future.succeededFuture();
    }
    Promise<Void> later = Promise.promise();
    waiting.add(later);
    return later.future();
  }

  /** Sends what is wanted and was not sent, then ends what has not been wanted for long. */
  void goOn(Turn turn, long nanos) {
    Attached now = attached;
    if (now == null) {
      return;
    }
    while (!missing.isEmpty() && !turn.isOver()) {
      if (!subscribe(now, missing.iterator().next())) {
        return;
      }
    }
    while (isTooLong(nanos) && !turn.isOver() && endEldest()) {
      // one after the other
    }
    if (missing.isEmpty()) {
      settle();
    }
  }

  /** Whether something is left to send now. */
  boolean hasMore(long nanos) {
    return attached != null && (!missing.isEmpty() || !waiting.isEmpty() || isTooLong(nanos));
  }

  private boolean isTooLong(long nanos) {
    return !unused.isEmpty()
        && nanos - unused.values().iterator().next().unusedSince > LINGER_NANOS;
  }

  private boolean subscribe(Attached to, Asked asked) {
    if (!to.outlet().isFree()) {
      return false;
    }
    Ear ear = new Ear(asked);
    String name = asked.pattern().name();
    boolean done = tryTo(() ->
        ear.subscription = to.dispatcher().subscribe(name, message -> heard(ear, message)));
    if (done) {
      to.outlet().handOver(name.length() + BYTES_EACH);
      missing.remove(asked);
      ears.put(asked, ear);
      listen(ear);
    }
    return done;
  }

  /** Whether there was room for it. */
  private boolean endEldest() {
    Attached now = attached;
    if (now == null || !now.outlet().isFree()) {
      return false;
    }
    Ear eldest = unused.values().iterator().next();
    unused.remove(eldest.asked);
    ears.remove(eldest.asked);
    Subscription subscription = eldest.subscription;
    if (subscription != null && tryTo(() -> now.dispatcher().unsubscribe(subscription))) {
      now.outlet().handOver(BYTES_EACH);
    }
    return true;
  }

  private void listen(Ear ear) {
    ear.number = ++lastNumber;
    overlaps.add(ear.asked.pattern(), lastNumber);
  }

  private void silence(Ear ear) {
    if (ear.number != Ear.UNUSED) {
      overlaps.remove(ear.asked.pattern());
      ear.number = Ear.UNUSED;
    }
  }

  private void settle() {
    while (!waiting.isEmpty()) {
      waiting.remove().complete();
    }
  }

  /** Of several subscriptions that match the eldest takes it. */
  private void heard(Ear ear, Message message) {
    try {
      long number = ear.number;
      if (number != Ear.UNUSED && overlaps.first(Subject.of(message.getSubject())) == number) {
        receiver.accept(ear.asked, message);
      }
    } catch (IllegalArgumentException badSubject) {
      meters.dropped(Drop.MALFORMED);
    }
  }

  /** Not on a connection that is being lost; all is subscribed to anew on the next one. */
  static boolean tryTo(Runnable call) {
    try {
      call.run();
      return true;
    } catch (IllegalStateException closed) {
      LOG.debug("NATS connection is closed already");
      return false;
    }
  }
}
