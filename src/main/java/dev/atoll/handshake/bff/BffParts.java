package dev.atoll.handshake.bff;

import dev.atoll.handshake.DoorParts;
import dev.atoll.handshake.HeartbeatsIn;
import dev.atoll.handshake.LoggedIn;
import io.micrometer.core.instrument.Counter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the sessions of one of the BFF's doors share.
 *
 * @param door what every door works with
 * @param heartbeats of this door
 * @param topics as this door's clients read them
 * @param elements made once for all
 * @param droppedElements counts elements that slow clients did not get
 * @param present how many peers are logged in at this door
 */
record BffParts(
    DoorParts door,
    HeartbeatsIn heartbeats,
    Topics topics,
    TopicElements elements,
    Counter droppedElements,
    AtomicInteger present) {

  /** @param name of the door, for metrics */
  static BffParts of(DoorParts door, String name) {
    return new BffParts(
        door,
        new HeartbeatsIn(door.bus(), door.meters(), name),
        new Topics(door.bus(), door.settings().bff().legacyPositions()),
        new TopicElements(),
        Counter.builder("atoll.topics.dropped")
            .description("Messages of topics that gave way to newer ones for slow readers")
            .tag("door", name)
            .register(door.meters()),
        new AtomicInteger());
  }

  Publisher publisher(LoggedIn peer) {
    return new Publisher(door.bus(), heartbeats, peer);
  }
}
