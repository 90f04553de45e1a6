package dev.atoll.handshake;

import dev.atoll.bus.Bus;
import dev.atoll.config.AtollSettings;
import dev.atoll.session.Origins;
import dev.atoll.session.Sockets;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What every door works with.
 *
 * @param settings of the node
 * @param bus where what happens is published
 * @param sockets all of this event loop
 * @param origins which origin a request came through
 * @param entrance who may enter
 * @param sessions who is logged in, at all doors
 * @param meters where is counted
 */
public record DoorParts(
    AtollSettings settings,
    Bus bus,
    Sockets sockets,
    Origins origins,
    Entrance entrance,
    Sessions sessions,
    MeterRegistry meters) {}
