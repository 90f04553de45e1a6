package dev.atoll.handshake;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.protocol.Positions;
import dev.atoll.protocol.message.Heartbeat;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Publishes the heartbeats of one door's sessions; those that cannot count are dropped and counted. */
public final class HeartbeatsIn {
  private final Bus bus;
  private final Counter dropped;

  /** @param door the metric's label */
  public HeartbeatsIn(Bus bus, MeterRegistry meters, String door) {
    this.bus = bus;
    this.dropped = Counter.builder("atoll.heartbeats.dropped")
        .description("Heartbeats that were not sound or came too fast")
        .tag("source", door)
        .register(meters);
  }

  /** Publishes one, unless it has no position, is not {@link Positions#isSound sound}, or comes too soon after the others. */
  public void accept(LoggedIn peer, HeartbeatLimit limit, Heartbeat heartbeat) {
    if (!heartbeat.hasPosition()) {
      return;
    }
    if (!limit.passes(System.nanoTime()) || !Positions.isSound(heartbeat)) {
      dropped.increment();
      return;
    }
    bus.publish(new Message(peer.heartbeat(), Payload.of(heartbeat), peer.headers()));
  }
}
