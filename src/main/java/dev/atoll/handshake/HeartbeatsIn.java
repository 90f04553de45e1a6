package dev.atoll.handshake;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Publishes the heartbeats of one door's sessions; those that cannot count are dropped and counted. */
public final class HeartbeatsIn {
  /** Longest island id a client may wish for; ours and Decentraland's have under 20 characters. */
  private static final int MAX_DESIRED_ROOM = 128;

  private final Bus bus;
  private final Counter dropped;

  /** @param door the metric's label */
  public HeartbeatsIn(Bus bus, MeterRegistry meters, String door) {
    this.bus = bus;
    this.dropped = meters.counter("atoll.heartbeats.dropped", "source", door);
  }

  /** Publishes one, unless it has no position, one that is not finite, or comes too soon after the others. */
  public void accept(LoggedIn peer, HeartbeatLimit limit, Heartbeat heartbeat) {
    if (!heartbeat.hasPosition()) {
      return;
    }
    if (!limit.passes(System.nanoTime()) || !isSound(heartbeat)) {
      dropped.increment();
      return;
    }
    bus.publish(new Message(peer.heartbeat(), Payload.of(heartbeat), peer.headers()));
  }

  private static boolean isSound(Heartbeat heartbeat) {
    Position position = heartbeat.getPosition();
    return Float.isFinite(position.getX())
        && Float.isFinite(position.getY())
        && Float.isFinite(position.getZ())
        && heartbeat.getDesiredRoom().length() <= MAX_DESIRED_ROOM;
  }
}
