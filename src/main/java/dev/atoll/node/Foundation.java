package dev.atoll.node;

import dev.atoll.auth.Access;
import dev.atoll.auth.Authenticator;
import dev.atoll.auth.RoomTokens;
import dev.atoll.bus.Bus;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.http.PublicServer;
import dev.atoll.session.Origins;
import dev.atoll.session.Sockets;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * What the parts of a node stand on, whichever of them run.
 *
 * @param vertx that the node is deployed in
 * @param context of the node
 * @param settings of the node
 * @param bus where its parts meet
 * @param meters where they count
 * @param server of the public port
 * @param sockets all of the node
 * @param origins which origin a request came through
 * @param tokens of rooms
 * @param access who may not enter
 * @param authenticator who signed
 */
record Foundation(
    Vertx vertx,
    Context context,
    AtollSettings settings,
    Bus bus,
    PrometheusMeterRegistry meters,
    PublicServer server,
    Sockets sockets,
    Origins origins,
    RoomTokens tokens,
    Access access,
    Authenticator authenticator) {

  static Foundation lay(
      Vertx vertx, Context context, AtollSettings settings, Composition.Shared shared) {
    return new Foundation(
        vertx,
        context,
        settings,
        shared.bus(),
        shared.meters(),
        new PublicServer(vertx, settings, shared.meters()),
        new Sockets(vertx, settings.session(), shared.meters()),
        new Origins(settings.http()),
        RoomTokens.create(vertx, settings.rooms().secret()),
        new Access(vertx, settings),
        Authenticator.create(vertx, settings.ethereum()));
  }

  boolean runs(Part part) {
    return settings.node().runs(part);
  }

  Future<Void> close() {
    return authenticator.close().eventually(access::close);
  }
}
