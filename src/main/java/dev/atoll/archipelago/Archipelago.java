package dev.atoll.archipelago;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.BuildVersion;
import dev.atoll.config.IslandsSettings;
import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.IslandsParameters;
import dev.atoll.islands.Merge;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.ServiceDiscoveryMessage;
import dev.atoll.protocol.message.ServiceStatus;
import dev.atoll.protocol.message.TransportDiscovery;
import dev.atoll.transport.TransportChoice;
import dev.atoll.transport.TransportStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archipelago: heartbeats in, island changes out, by a flush each {@code islands.flush-interval}. A verticle that may be
 * deployed on an event loop or on a worker; what it does happens on its context.
 */
public final class Archipelago extends VerticleBase {
  /** As often as the reference core announces itself. */
  private static final long DISCOVERY_MILLIS = 10_000;

  /** Of {@code client-proto.peer.<address>.heartbeat}. */
  private static final int HEARTBEAT_ADDRESS = 2;

  /** Of {@code peer.<address>.connect} and {@code .disconnect}. */
  private static final int PRESENCE_ADDRESS = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Archipelago.class);

  private final Bus bus;
  private final IslandsSettings settings;
  private final TransportChoice transports;
  private final IslandsEngine engine;
  private final Counter dropped;
  private final Timer flushes;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<Long> timers = new ArrayList<>();
  private final Recordings recordings;

  /**
   * @param bus where it hears and tells
   * @param settings how peers are grouped
   * @param transports which transport each island rides on; used on this verticle's context only, its rules apart
   * @param meters where is counted
   */
  public Archipelago(
      Bus bus, IslandsSettings settings, TransportChoice transports, MeterRegistry meters) {
    this.bus = bus;
    this.settings = settings;
    this.transports = transports;
    this.engine = new IslandsEngine(parameters(settings));
    this.recordings = new Recordings(engine);
    this.dropped = Counter.builder("atoll.heartbeats.dropped")
        .description("Heartbeats that were not sound or came too fast")
        .tag("source", "bus")
        .register(meters);
    this.flushes = Timer.builder("atoll.islands.flush")
        .description("Time to group all peers anew")
        .register(meters);
  }

  @Override
  public Future<?> start() {
    Grouping.Parts parts = new Grouping.Parts(engine, transports, settings.heartbeatTimeout());
    Grouping started = new Grouping(vertx, bus, parts);
    subscriptions.add(
        bus.subscribe(Subjects.EVERY_HEARTBEAT, message -> heartbeat(started, message)));
    subscriptions.add(bus.subscribe(Subjects.EVERY_CONNECT, message -> forget(started, message)));
    subscriptions.add(
        bus.subscribe(Subjects.EVERY_DISCONNECT, message -> forget(started, message)));
    subscriptions.add(
        bus.subscribe(Subjects.only(Subjects.TRANSPORT_DISCOVERY), this::transportHeard));
    timers.add(vertx.setPeriodic(settings.flushInterval().toMillis(), id -> flush(started)));
    timers.add(vertx.setPeriodic(0, DISCOVERY_MILLIS, id -> announce(started)));
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    subscriptions.forEach(Subscription::cancel);
    timers.forEach(vertx::cancelTimer);
    recordings.stop(vertx);
    return Future.succeededFuture();
  }

  /**
   * Records what the engine is told and decides from now on, as a trace that {@code atoll replay} plays. Safe for any
   * thread; one recording at a time, of about {@value Recordings#MAX_BYTES} bytes at most. Completes on the caller's context;
   * fails when the archipelago stops meanwhile.
   *
   * @param abandoned when it completes, in whatever way, recording ends and fails
   */
  public Future<Buffer> record(Duration time, Future<?> abandoned) {
    Promise<Buffer> recorded = ((ContextInternal) vertx.getOrCreateContext()).promise();
    context.runOnContext(ignored -> {
      Future<Buffer> recording = recordings.record(vertx, time);
      recording.onComplete(recorded);
      abandoned.onComplete(
          gone -> context.runOnContext(later -> recordings.abandon(vertx, recording)));
    });
    return recorded.future();
  }

  private void heartbeat(Grouping started, Message message) {
    try {
      Heartbeat heartbeat = message.payload().as(Heartbeat.class, Heartbeat.parser());
      Grouping.Sighted sighted = new Grouping.Sighted(message.headers(), System.nanoTime());
      if (!started.heartbeat(message.subject().token(HEARTBEAT_ADDRESS), heartbeat, sighted)) {
        dropped.increment();
      }
    } catch (InvalidProtocolBufferException malformed) {
      dropped.increment();
    }
  }

  private void transportHeard(Message message) {
    try {
      TransportDiscovery told =
          message.payload().as(TransportDiscovery.class, TransportDiscovery.parser());
      transports.heard(TransportStatus.of(told), System.nanoTime());
    } catch (InvalidProtocolBufferException | IllegalArgumentException malformed) {
      LOG.warn("Transport told of itself what cannot be cause={}", malformed.getMessage());
    }
  }

  private static void forget(Grouping started, Message message) {
    started.forget(message.subject().token(PRESENCE_ADDRESS));
  }

  private void flush(Grouping started) {
    flushes.record(() -> started.flush(System.nanoTime()));
  }

  private void announce(Grouping started) {
    ServiceStatus status = ServiceStatus.newBuilder()
        .setCurrentTime(System.currentTimeMillis())
        .setCommitHash(BuildVersion.current().commitHash())
        .setUserCount(started.peers())
        .build();
    ServiceDiscoveryMessage discovery = ServiceDiscoveryMessage.newBuilder()
        .setServerName("archipelago")
        .setStatus(status)
        .build();
    bus.publish(new Message(Subjects.DISCOVERY, Payload.of(discovery)));
  }

  private static IslandsParameters parameters(IslandsSettings settings) {
    Merge merge = settings.merge() == IslandsSettings.Merge.STABLE ? Merge.STABLE : Merge.REFERENCE;
    return new IslandsParameters(
        settings.joinDistance(),
        settings.leaveDistance(),
        settings.size(),
        settings.prefix(),
        merge);
  }
}
