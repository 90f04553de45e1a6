package dev.atoll.archipelago;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.BuildVersion;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.ServiceDiscoveryMessage;
import dev.atoll.protocol.message.ServiceStatus;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * For how long this node forms the realm's islands: for ever where it is alone, and while it leads where there are others. Hears peers
 * from its beginning and groups them from {@link #flushing} on. Used on the archipelago's context.
 */
final class Reign {
  /** As often as the reference core announces itself. */
  private static final long DISCOVERY_MILLIS = 10_000;

  /** Of {@code client-proto.peer.<address>.heartbeat}. */
  private static final int HEARTBEAT_ADDRESS = 2;

  /** Of {@code peer.<address>.connect} and {@code .disconnect}. */
  private static final int PRESENCE_ADDRESS = 1;

  private final Vertx vertx;
  private final Bus bus;
  private final Grouping grouping;
  private final Recordings recordings;
  private final Meters meters;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<Long> timers = new ArrayList<>();

  Reign(Vertx vertx, Bus bus, Grouping grouping, Meters meters) {
    this.vertx = vertx;
    this.bus = bus;
    this.grouping = grouping;
    this.recordings = new Recordings(grouping.engine());
    this.meters = meters;
  }

  /**
   * Hears of peers from now on.
   *
   * @param nanos the clock by which it does
   */
  void begin(LongSupplier nanos) {
    subscriptions.add(
        bus.subscribe(Subjects.EVERY_HEARTBEAT, message -> heartbeat(message, nanos.getAsLong())));
    subscriptions.add(bus.subscribe(
        Subjects.EVERY_CONNECT,
        message ->
            grouping.connected(message.subject().token(PRESENCE_ADDRESS), nanos.getAsLong())));
    subscriptions.add(bus.subscribe(
        Subjects.EVERY_DISCONNECT,
        message ->
            grouping.disconnected(message.subject().token(PRESENCE_ADDRESS), message.headers())));
  }

  /** Groups them from now on. */
  void flushing(Duration interval, FlushClock clock) {
    timers.add(vertx.setPeriodic(interval.toMillis(), id -> flush(clock)));
    timers.add(vertx.setPeriodic(0, DISCOVERY_MILLIS, id -> announce()));
  }

  /** Does nothing more; again: nothing happens. */
  void end() {
    subscriptions.forEach(Subscription::cancel);
    subscriptions.clear();
    timers.forEach(vertx::cancelTimer);
    timers.clear();
    recordings.stop(vertx);
  }

  Grouping grouping() {
    return grouping;
  }

  Recordings recordings() {
    return recordings;
  }

  private void heartbeat(Message message, long nanos) {
    try {
      Heartbeat heartbeat = message.payload().as(Heartbeat.class, Heartbeat.parser());
      Grouping.Sighted sighted = new Grouping.Sighted(message.headers(), nanos);
      if (!grouping.heartbeat(message.subject().token(HEARTBEAT_ADDRESS), heartbeat, sighted)) {
        meters.dropped().increment();
      }
    } catch (InvalidProtocolBufferException malformed) {
      meters.dropped().increment();
    }
  }

  private void flush(FlushClock clock) {
    if (!clock.isHeld()) {
      meters.flushes().record(() -> grouping.flush(clock.flush()));
    }
  }

  private void announce() {
    ServiceStatus status = ServiceStatus.newBuilder()
        .setCurrentTime(System.currentTimeMillis())
        .setCommitHash(BuildVersion.current().commitHash())
        .setUserCount(grouping.peers())
        .build();
    ServiceDiscoveryMessage discovery = ServiceDiscoveryMessage.newBuilder()
        .setServerName("archipelago")
        .setStatus(status)
        .build();
    bus.publish(new Message(Subjects.DISCOVERY, Payload.of(discovery), grouping.asLeader()));
  }
}
