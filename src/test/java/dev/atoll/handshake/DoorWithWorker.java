package dev.atoll.handshake;

import dev.atoll.archipelago.Archipelago;
import dev.atoll.auth.Access;
import dev.atoll.auth.Authenticator;
import dev.atoll.auth.Challenges;
import dev.atoll.bus.LocalBus;
import dev.atoll.cluster.LoginClock;
import dev.atoll.config.AtollSettings;
import dev.atoll.node.TestNode;
import dev.atoll.session.Origins;
import dev.atoll.session.Sockets;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportChoice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Map;

/** The door on an event loop and the archipelago on a worker, with a transport of the test's own. */
final class DoorWithWorker extends VerticleBase {
  private final AtollSettings settings = TestNode.settings(Map.of());
  private final LocalBus bus = new LocalBus();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Transport transport;
  private volatile int port;

  DoorWithWorker(Transport transport) {
    this.transport = transport;
  }

  int port() {
    return port;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    Access access = new Access(vertx, settings.access());
    Authenticator authenticator = Authenticator.create(vertx, settings.ethereum());
    new ArchipelagoDoor(new DoorParts(
            settings,
            bus,
            new Sockets(vertx, settings.session(), meters),
            new Origins(settings.http()),
            new Entrance(new Challenges(), authenticator, access),
            new Sessions(
                vertx, bus, LoginClock.alone(), access, settings.access().bansInterval()),
            meters))
        .mount(router);
    return vertx
        .deployVerticle(
            new Archipelago(bus, settings.islands(), TransportChoice.always(transport), meters),
            new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .compose(deployed -> vertx
            .createHttpServer(Sockets.serverOptions())
            .requestHandler(router)
            .listen(0, "127.0.0.1"))
        .onSuccess(server -> port = server.actualPort());
  }

  static DoorWithWorker start(Vertx vertx, Transport transport) {
    DoorWithWorker door = new DoorWithWorker(transport);
    vertx.deployVerticle(door).await();
    return door;
  }
}
