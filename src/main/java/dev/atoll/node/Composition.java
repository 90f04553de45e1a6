package dev.atoll.node;

import dev.atoll.archipelago.Archipelago;
import dev.atoll.auth.Access;
import dev.atoll.auth.Authenticator;
import dev.atoll.auth.Challenges;
import dev.atoll.auth.RoomTokens;
import dev.atoll.bus.Bus;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.IslandsSettings.Threading;
import dev.atoll.handshake.ArchipelagoDoor;
import dev.atoll.handshake.DoorParts;
import dev.atoll.handshake.Entrance;
import dev.atoll.handshake.Sessions;
import dev.atoll.handshake.bff.BffDoor;
import dev.atoll.handshake.bff.RawBffDoor;
import dev.atoll.http.HotScenes;
import dev.atoll.http.PublicServer;
import dev.atoll.http.RealmPages;
import dev.atoll.http.RealmView;
import dev.atoll.http.Statistics;
import dev.atoll.http.StatisticsPages;
import dev.atoll.operations.ArchipelagoFigures;
import dev.atoll.operations.OperationsServer;
import dev.atoll.operations.OperationsView;
import dev.atoll.operations.ReferenceMetrics;
import dev.atoll.rooms.Rooms;
import dev.atoll.session.Origins;
import dev.atoll.session.Sockets;
import dev.atoll.transport.WsRoomTransport;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.Map;

/** The parts of a running node and how they hang together. Lives on the node's context. */
final class Composition {
  private final Vertx vertx;
  private final Context context;
  private final AtollSettings settings;
  private final Access access;
  private final Authenticator authenticator;
  private final Sockets sockets;
  private final Sessions sessions;
  private final ArchipelagoDoor door;
  private final BffDoor bff;
  private final RawBffDoor rawBff;
  private final Rooms rooms;
  private final Archipelago archipelago;
  private final Statistics statistics;
  private final HotScenes hotScenes;
  private final RealmPages pages;
  private final PublicServer server;
  private final OperationsServer operations;
  private boolean accepting;

  /**
   * What outlives a deployment.
   *
   * @param bus the realm's subjects
   * @param meters where is counted
   */
  record Shared(Bus bus, PrometheusMeterRegistry meters) {}

  Composition(Vertx vertx, Context context, AtollSettings settings, Shared shared) {
    this.vertx = vertx;
    this.context = context;
    this.settings = settings;
    Bus bus = shared.bus();
    PrometheusMeterRegistry meters = shared.meters();
    Origins origins = new Origins(settings.http());
    RoomTokens tokens = RoomTokens.create(vertx, settings.rooms().secret());
    access = new Access(vertx, settings.access());
    authenticator = Authenticator.create(vertx, settings.ethereum());
    sockets = new Sockets(vertx, settings.session(), meters);
    sessions = new Sessions(vertx, bus, access, settings.access().bansInterval());
    Entrance entrance = new Entrance(new Challenges(), authenticator, access);
    DoorParts doors = new DoorParts(settings, bus, sockets, origins, entrance, sessions, meters);
    door = new ArchipelagoDoor(doors);
    bff = new BffDoor(doors);
    rawBff = new RawBffDoor(doors);
    rooms =
        new Rooms(settings, new Rooms.Parts(vertx, bus, sockets, authenticator, tokens, access));
    archipelago = new Archipelago(
        bus, settings.islands(), new WsRoomTransport(tokens, ownOrigin(settings)), meters);
    statistics = new Statistics(
        bus, settings.islands().heartbeatTimeout(), System::currentTimeMillis, meters);
    hotScenes = new HotScenes(vertx, statistics, settings.realm().contentUrl());
    pages = new RealmPages(
        vertx,
        settings.realm(),
        origins,
        new RealmView(this::health, sessions::size, rooms::occupancy));
    server = new PublicServer(vertx, settings, meters);
    operations = new OperationsServer(
        vertx,
        settings.operations(),
        meters,
        new OperationsView(this::health, metrics(), this::drain, archipelago::record));
  }

  Future<Void> start() {
    door.mount(server.router());
    bff.mount(server.router());
    rawBff.mount(server.router());
    rooms.mount(server.router());
    pages.mount(server);
    new StatisticsPages(vertx, statistics, hotScenes).mount(server);
    statistics.start(vertx);
    pages.start();
    sessions.start();
    return access
        .start()
        .compose(listed -> startArchipelago())
        .compose(deployed -> operations.start())
        .compose(port -> server.start())
        .onSuccess(port -> accepting = true)
        .mapEmpty();
  }

  Future<Void> stop() {
    sessions.stop();
    statistics.stop();
    return drain()
        .onComplete(drained -> rooms.close())
        .eventually(server::stop)
        .eventually(this::stopArchipelago)
        .eventually(pages::stop)
        .eventually(hotScenes::stop)
        .eventually(authenticator::close)
        .eventually(access::close)
        .eventually(operations::stop);
  }

  int httpPort() {
    return server.port();
  }

  int operationsPort() {
    return operations.port();
  }

  /** Lets nobody in any more and sends everybody elsewhere; again: nothing happens. */
  private Future<Void> drain() {
    accepting = false;
    return sockets.drain();
  }

  /** On this very context, so that it is called plainly, or on a worker that Vert.x undeploys with the node. */
  private Future<?> startArchipelago() {
    if (settings.islands().threading() == Threading.WORKER) {
      DeploymentOptions worker = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
      return vertx.deployVerticle(archipelago, worker);
    }
    archipelago.init(vertx, context);
    return archipelago.start();
  }

  private Future<?> stopArchipelago() {
    boolean here = settings.islands().threading() == Threading.EVENT_LOOP;
    return here ? archipelago.stop() : Future.succeededFuture();
  }

  private Map<String, Boolean> health() {
    return Map.of("accepting", accepting);
  }

  private ReferenceMetrics metrics() {
    String network = settings.ethereum().network();
    return new ReferenceMetrics(network, this::archipelagoFigures, rooms::counters, bff::size);
  }

  private ArchipelagoFigures archipelagoFigures() {
    int peers = statistics.peersInIslands();
    return new ArchipelagoFigures(
        peers, statistics.islands(), statistics.islandChanges(), Map.of("ws", 1));
  }

  /** Where peers are sent whose own way in is not known: those of foreign doors. */
  private static String ownOrigin(AtollSettings settings) {
    return new Origins(settings.http())
        .published()
        .orElse("ws://localhost:" + settings.http().port());
  }
}
