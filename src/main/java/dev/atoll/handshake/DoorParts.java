package dev.atoll.handshake;

import dev.atoll.auth.Access;
import dev.atoll.auth.Authenticator;
import dev.atoll.auth.Challenges;
import dev.atoll.bus.Bus;
import dev.atoll.config.AtollSettings;
import dev.atoll.session.Origins;
import dev.atoll.session.Sockets;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;

/**
 * What the archipelago door works with.
 *
 * @param settings of the node
 * @param vertx whose current context owns the door
 * @param bus where what happens is published
 * @param sockets all of this event loop
 * @param origins which origin a request came through
 * @param challenges what clients sign
 * @param authenticator who signed
 * @param access who may not enter
 * @param meters where is counted
 */
public record DoorParts(
    AtollSettings settings,
    Vertx vertx,
    Bus bus,
    Sockets sockets,
    Origins origins,
    Challenges challenges,
    Authenticator authenticator,
    Access access,
    MeterRegistry meters) {}
