package dev.atoll.archipelago;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.RealmNodes;
import dev.atoll.config.IslandsSettings;
import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.IslandsParameters;
import dev.atoll.islands.Merge;
import dev.atoll.protocol.message.TransportDiscovery;
import dev.atoll.transport.TransportChoice;
import dev.atoll.transport.TransportStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archipelago: heartbeats in, island changes out, by a flush each {@code islands.flush-interval}. A verticle that may be
 * deployed on an event loop or on a worker; what it does happens on its context. Of the nodes of one realm one does it at a time, which
 * takes over what the one before left.
 */
public final class Archipelago extends VerticleBase {
  /** Of what tells islands of different terms apart: 41 bits, of a fixed width so that it needs no separator. */
  private static final int TAG_DIGITS = 8;

  private static final int BASE = 36;

  private static final Logger LOG = LoggerFactory.getLogger(Archipelago.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Bus bus;
  private final IslandsSettings settings;
  private final TransportChoice transports;
  private final Optional<Membership> membership;
  private final Meters meters;

  private final List<Subscription> subscriptions = new ArrayList<>();
  private Optional<Reign> alone = Optional.empty();
  private Optional<Succession> succession = Optional.empty();

  /**
   * Of a realm of many nodes.
   *
   * @param nodes of the realm
   * @param absence for which the peers of a node that is lost keep their places
   * @param rules which of the owner's rules are in force; asked on whatever thread
   * @param nanos the clock, as {@link System#nanoTime}
   */
  public record Membership(
      RealmNodes nodes, Duration absence, Supplier<RulesVersion> rules, LongSupplier nanos) {
    /** By the machine's clock. */
    public Membership(RealmNodes nodes, Duration absence, Supplier<RulesVersion> rules) {
      this(nodes, absence, rules, System::nanoTime);
    }
  }

  /** One that is alone in its realm. */
  public Archipelago(
      Bus bus, IslandsSettings settings, TransportChoice transports, MeterRegistry meters) {
    this(bus, settings, transports, Optional.empty(), meters);
  }

  /**
   * @param bus where it hears and tells
   * @param settings how peers are grouped
   * @param transports which transport each island rides on; used on this verticle's context only, its rules apart
   * @param membership in a realm of many nodes; empty: this node is alone
   * @param meters where is counted
   */
  public Archipelago(
      Bus bus,
      IslandsSettings settings,
      TransportChoice transports,
      Optional<Membership> membership,
      MeterRegistry meters) {
    this.bus = bus;
    this.settings = settings;
    this.transports = transports;
    this.membership = membership;
    this.meters = Meters.in(meters);
  }

  @Override
  public Future<?> start() {
    subscriptions.add(
        bus.subscribe(Subjects.only(Subjects.TRANSPORT_DISCOVERY), this::transportHeard));
    subscriptions.add(bus.overhear(Subjects.EVERY_NODE_LOST, this::nodeLost));
    membership.ifPresentOrElse(this::follow, this::reignAlone);
    return Future.succeededFuture();
  }

  private void reignAlone() {
    Reign reign = reign(settings.prefix(), Duration.ZERO, () -> Headers.NONE);
    reign.begin(System::nanoTime);
    reign.flushing(
        settings.flushInterval(),
        new FlushClock(System::nanoTime, () -> false, settings.flushInterval()));
    alone = Optional.of(reign);
  }

  private void follow(Membership realm) {
    Succession following = new Succession(
        vertx,
        bus,
        realm,
        settings.flushInterval(),
        term -> reign(settings.prefix() + tag(), realm.absence(), this::asLeader));
    succession = Optional.of(following);
    following.start();
  }

  private Headers asLeader() {
    return succession.map(Succession::asLeader).orElse(Headers.NONE);
  }

  private Reign reign(String prefix, Duration absence, Supplier<Headers> asLeader) {
    IslandsEngine engine = new IslandsEngine(parameters(prefix));
    Grouping.Parts parts =
        new Grouping.Parts(engine, transports, settings.heartbeatTimeout(), absence, asLeader);
    return new Reign(vertx, bus, new Grouping(vertx, bus, parts), meters);
  }

  private static String tag() {
    StringBuilder tag = new StringBuilder(TAG_DIGITS);
    for (int digit = 0; digit < TAG_DIGITS; digit++) {
      tag.append(Character.forDigit(RANDOM.nextInt(BASE), BASE));
    }
    return tag.toString();
  }

  @Override
  public Future<?> stop() {
    subscriptions.forEach(Subscription::cancel);
    alone.ifPresent(Reign::end);
    succession.ifPresent(Succession::stop);
    return Future.succeededFuture();
  }

  /**
   * Records what the engine is told and decides from now on, as a trace that {@code atoll replay} plays. Safe for any
   * thread; one recording at a time, of about {@value Recordings#MAX_BYTES} bytes at most. Completes on the caller's context;
   * fails when the archipelago stops meanwhile, and where another node leads.
   *
   * @param abandoned when it completes, in whatever way, recording ends and fails
   */
  public Future<Buffer> record(Duration time, Future<?> abandoned) {
    Promise<Buffer> recorded = ((ContextInternal) vertx.getOrCreateContext()).promise();
    context.runOnContext(ignored -> reign()
        .ifPresentOrElse(
            reign -> {
              Future<Buffer> recording = reign.recordings().record(vertx, time);
              recording.onComplete(recorded);
              abandoned.onComplete(gone ->
                  context.runOnContext(later -> reign.recordings().abandon(vertx, recording)));
            },
            () -> recorded.fail("Another node forms this realm's islands")));
    return recorded.future();
  }

  /**
   * Who leads the realm, as far as this node knows; empty where it is alone, and before anybody leads. On this verticle's context, or as a
   * glance from another.
   */
  public Optional<Leader> leader() {
    return succession
        .map(Succession::term)
        .filter(term -> term.number() > 0)
        .map(term -> new Leader(term.node(), term.number()));
  }

  /**
   * The node that forms a realm's islands.
   *
   * @param node its id
   * @param term how many there were with it, at least
   */
  public record Leader(String node, long term) {}

  private Optional<Reign> reign() {
    return alone.isPresent() ? alone : succession.flatMap(Succession::reign);
  }

  private void transportHeard(Message message) {
    try {
      TransportDiscovery told =
          message.payload().as(TransportDiscovery.class, TransportDiscovery.parser());
      String node = message.headers().get(Headers.NODE).orElse("");
      transports.heard(node, TransportStatus.of(told), System.nanoTime());
    } catch (InvalidProtocolBufferException | IllegalArgumentException malformed) {
      LOG.warn("Transport told of itself what cannot be cause={}", malformed.getMessage());
    }
  }

  private void nodeLost(Message message) {
    transports.lost(Subjects.lostNode(message.subject()), System.nanoTime());
  }

  private IslandsParameters parameters(String prefix) {
    Merge merge = settings.merge() == IslandsSettings.Merge.STABLE ? Merge.STABLE : Merge.REFERENCE;
    return new IslandsParameters(
        settings.joinDistance(), settings.leaveDistance(), settings.size(), prefix, merge);
  }
}
