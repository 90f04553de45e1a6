package dev.atoll.archipelago;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.RealmNode;
import dev.atoll.cluster.RealmNodes;
import dev.atoll.cluster.RealmNodes.Watch;
import dev.atoll.cluster.Term;
import dev.atoll.protocol.message.SessionsMessage;
import dev.atoll.protocol.message.TermMessage;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which node of a realm forms its islands, and how one takes over from another: a new leader asks all nodes for their sessions and changes
 * nothing before it has heard them, or {@link #PATIENCE} is over; who is where it was told to be is told nothing. A node that is heard
 * anew is asked anew. Used on the archipelago's context.
 */
final class Succession {
  /** What a new leader waits for the nodes' sessions. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How often a leader says that it leads. */
  private static final Duration REMINDER = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  private final Vertx vertx;
  private final Bus bus;
  private final RealmNodes nodes;
  private final Supplier<RulesVersion> rules;
  private final LongSupplier nanos;
  private final Duration flushInterval;
  private final FlushClock clock;
  private final Function<Term, Reign> reigns;
  private final Leadership leadership;
  private final Standby standby;
  private final List<Subscription> subscriptions = new ArrayList<>();

  /** Sessions of nodes that have not told all of theirs; while this node leads. */
  private final Map<String, List<Standing>> partial = new HashMap<>();

  private Set<String> seen = new HashSet<>();
  private Watch watch = () -> {};
  private Optional<Reign> reign = Optional.empty();
  private @Nullable Gathering gathering;

  /** None yet; the first timer of a Vert.x has the number 0. */
  private long deadline = -1;

  private long reminder = -1;

  /** @param reigns makes one of this node, which has not begun */
  Succession(
      Vertx vertx,
      Bus bus,
      Archipelago.Membership realm,
      Duration flushInterval,
      Function<Term, Reign> reigns) {
    this.vertx = vertx;
    this.bus = bus;
    this.nodes = realm.nodes();
    this.rules = realm.rules();
    this.nanos = realm.nanos();
    this.flushInterval = flushInterval;
    this.reigns = reigns;
    Duration most = REMINDER.compareTo(flushInterval) > 0 ? REMINDER : flushInterval;
    this.clock = new FlushClock(nanos, nodes::isHeld, most);
    this.leadership = new Leadership(nodes.self());
    this.standby = new Standby(bus, realm.absence(), nanos);
  }

  void start() {
    standby.start();
    subscriptions.add(bus.subscribe(Subjects.only(Subjects.TERM), this::termHeard));
    subscriptions.add(bus.subscribe(Subjects.only(Subjects.TERM_KNOWN), this::termKnown));
    subscriptions.add(bus.subscribe(Subjects.only(Subjects.SESSIONS), this::reported));
    subscriptions.add(bus.subscribe(Subjects.EVERY_DISCONNECT, this::disconnected));
    watch = nodes.watch(this::changed);
    reminder = vertx.setPeriodic(REMINDER.toMillis(), id -> remind());
  }

  void stop() {
    watch.end();
    standby.stop();
    subscriptions.forEach(Subscription::cancel);
    subscriptions.clear();
    vertx.cancelTimer(reminder);
    endReign();
  }

  /** The reign of this node, while it leads. */
  Optional<Reign> reign() {
    return reign;
  }

  /** What goes with whatever this node tells as leader. */
  Headers asLeader() {
    return leadership
        .own()
        .map(term -> new Headers(Map.of(Headers.TERM, term.toString())))
        .orElse(Headers.NONE);
  }

  /** The term that is. */
  Term term() {
    return leadership.current();
  }

  private void changed(List<RealmNode> now) {
    Set<String> before = seen;
    leadership.see(now);
    seen = new HashSet<>(leadership.nodes());
    before.stream().filter(node -> !seen.contains(node)).forEach(this::lost);
    boolean ledBefore = reign.isPresent();
    follow();
    if (ledBefore && reign.isPresent()) {
      seen.stream().filter(node -> !before.contains(node)).forEach(this::ask);
    }
  }

  private void lost(String node) {
    partial.remove(node);
    reign.ifPresent(own -> own.grouping().lost(node, nanos.getAsLong()));
    if (gathering != null) {
      gathering.lost(node);
      takeOverIfComplete();
    }
  }

  private void termHeard(Message message) {
    try {
      Term term = Term.of(message.payload().as(TermMessage.class, TermMessage.parser()));
      if (!term.node().equals(nodes.self())) {
        leadership.hear(term);
        tellIfOutdated(term);
      }
    } catch (InvalidProtocolBufferException malformed) {
      LOG.warn("term cannot be read cause={}", malformed.getMessage());
    }
  }

  /** What it says would be taken for that of an older leader. */
  private void tellIfOutdated(Term term) {
    if (leadership.isOutdated(term)) {
      TermMessage known = TermMessage.newBuilder()
          .setNumber(leadership.highestNumber())
          .setNode(nodes.self())
          .build();
      bus.publish(new Message(Subjects.TERM_KNOWN, Payload.of(known)));
    }
  }

  private void termKnown(Message message) {
    try {
      TermMessage known = message.payload().as(TermMessage.class, TermMessage.parser());
      leadership.hearOf(known.getNumber());
    } catch (InvalidProtocolBufferException malformed) {
      LOG.warn("term cannot be read cause={}", malformed.getMessage());
    }
  }

  /** For those who have missed it, or are in another term. */
  private void remind() {
    clock.tick();
    if (clock.isHeld()) {
      return;
    }
    leadership.renewIfOvertaken();
    leadership.own().ifPresent(term -> tellTerm(term, Optional.empty()));
  }

  /** Leads, or does so no more, as it is decided now. */
  private void follow() {
    Optional<Term> own = leadership.own();
    if (own.isEmpty()) {
      endReign();
    } else if (reign.isEmpty()) {
      begin(own.get());
    } else {
      tellTerm(own.get(), Optional.empty());
    }
  }

  private void begin(Term term) {
    LOG.info("this node leads now term={} nodes={}", term.number(), seen.size());
    Reign begun = reigns.apply(term);
    reign = Optional.of(begun);
    begun.begin(nanos);
    Set<String> awaited = new HashSet<>(seen);
    gathering = new Gathering(awaited.stream().map(this::otherThanSelf).toList());
    deadline = vertx.setTimer(PATIENCE.toMillis(), id -> takeOver());
    tellTerm(term, Optional.empty());
  }

  /** Ids of other nodes as they go with messages; of this one there is none. */
  private String otherThanSelf(String node) {
    return node.equals(nodes.self()) ? "" : node;
  }

  private void ask(String node) {
    leadership.own().ifPresent(term -> tellTerm(term, Optional.of(node)));
  }

  private void tellTerm(Term term, Optional<String> asked) {
    TermMessage.Builder message = TermMessage.newBuilder()
        .setNumber(term.number())
        .setNode(term.node())
        .setRules(rules.get().number());
    asked.ifPresent(message::setAsked);
    bus.publish(new Message(Subjects.TERM, Payload.of(message.build())));
  }

  private void reported(Message message) {
    try {
      SessionsMessage sessions =
          message.payload().as(SessionsMessage.class, SessionsMessage.parser());
      if (leadership.own().isEmpty()
          || sessions.getTerm() != leadership.own().get().number()) {
        return;
      }
      String node = message.headers().get(Headers.NODE).orElse("");
      List<Standing> told = partial.computeIfAbsent(node, first -> new ArrayList<>());
      long now = nanos.getAsLong();
      sessions.getSessionsList().forEach(each -> told.add(Standing.reported(each, node, now)));
      if (sessions.getLast()) {
        partial.remove(node);
        complete(node, told);
      }
    } catch (InvalidProtocolBufferException malformed) {
      LOG.warn("sessions cannot be read cause={}", malformed.getMessage());
    }
  }

  private void complete(String node, List<Standing> sessions) {
    if (gathering == null) {
      reign.ifPresent(own -> own.grouping().reconcile(node, sessions, nanos.getAsLong()));
      return;
    }
    gathering.report(sessions);
    gathering.complete(node);
    takeOverIfComplete();
  }

  private void disconnected(Message message) {
    if (gathering != null) {
      gathering.gone(message.subject().token(1), message.headers());
    }
  }

  private void takeOverIfComplete() {
    if (gathering != null && gathering.isComplete()) {
      takeOver();
    }
  }

  private void takeOver() {
    Gathering gathered = gathering;
    gathering = null;
    vertx.cancelTimer(deadline);
    if (gathered != null) {
      reign.ifPresent(own -> {
        own.grouping()
            .takeOver(gathered, standby.before(), Set.copyOf(others()), nanos.getAsLong());
        own.flushing(flushInterval, clock);
      });
    }
  }

  private List<String> others() {
    return seen.stream().map(this::otherThanSelf).toList();
  }

  private void endReign() {
    if (reign.isPresent()) {
      LOG.info("this node leads no more term={}", leadership.highest().number());
    }
    gathering = null;
    vertx.cancelTimer(deadline);
    partial.clear();
    reign.ifPresent(Reign::end);
    reign = Optional.empty();
  }
}
