package dev.atoll.rooms;

import dev.atoll.auth.Access;
import dev.atoll.auth.Authenticator;
import dev.atoll.auth.RoomTokens;
import dev.atoll.bus.Bus;
import dev.atoll.config.AtollSettings;
import dev.atoll.session.ConnectionGate;
import dev.atoll.session.Sockets;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.Optional;

/**
 * WebSocket rooms by themselves, with an HTTP server of their own, in anybody's Vert.x. Each deployment is a realm of rooms of
 * its own, so each needs a port of its own: {@code http.port} 0 lets the system choose.
 */
public final class RoomsVerticle extends VerticleBase {
  private final AtollSettings settings;
  private final Bus bus;
  private final MeterRegistry meters;
  private final Rooms.Tuning tuning;
  private Optional<Running> running = Optional.empty();

  /** What is there between start and stop. */
  private record Running(
      HttpServer server,
      Sockets sockets,
      Rooms rooms,
      Authenticator authenticator,
      Access access) {}

  /**
   * @param bus on which islands tell who left them and are told what servers say, such as {@link dev.atoll.bus.LocalBus}
   * @param meters counts how sockets end
   */
  public RoomsVerticle(AtollSettings settings, Bus bus, MeterRegistry meters) {
    this(settings, bus, meters, Rooms.Tuning.DEFAULT);
  }

  RoomsVerticle(AtollSettings settings, Bus bus, MeterRegistry meters, Rooms.Tuning tuning) {
    this.settings = settings;
    this.bus = bus;
    this.meters = meters;
    this.tuning = tuning;
  }

  @Override
  public Future<?> start() {
    Sockets sockets = new Sockets(vertx, settings.session(), meters);
    Authenticator authenticator = Authenticator.create(vertx, settings.ethereum());
    Access access = new Access(vertx, settings);
    RoomTokens tokens = RoomTokens.create(vertx, settings.rooms().secret());
    Rooms rooms = new Rooms(
        settings, new Rooms.Parts(vertx, bus, sockets, authenticator, tokens, access), tuning);
    Router router = Router.router(vertx);
    rooms.mount(router);
    HttpServer server = vertx
        .createHttpServer(Sockets.serverOptions().setHttp2ClearTextEnabled(false))
        .connectionHandler(new ConnectionGate(settings, meters)::entered)
        .requestHandler(router);
    Running started = new Running(server, sockets, rooms, authenticator, access);
    running = Optional.of(started);
    return access
        .start()
        .compose(read -> server.listen(settings.http().port(), settings.http().host()))
        .recover(cause -> stop(started).transform(ignored -> Future.failedFuture(cause)));
  }

  @Override
  public Future<?> stop() {
    return running.map(RoomsVerticle::stop).orElse(Future.succeededFuture());
  }

  private static Future<?> stop(Running running) {
    running.rooms().flush();
    return running
        .sockets()
        .drain()
        .onComplete(drained -> running.rooms().close())
        .eventually(running.server()::close)
        .eventually(() -> running.authenticator().close())
        .eventually(() -> running.access().close());
  }

  /**
   * TCP port of the door.
   *
   * @throws IllegalStateException before it is open
   */
  public int port() {
    return running
        .map(each -> each.server().actualPort())
        .filter(port -> port > 0)
        .orElseThrow(() -> new IllegalStateException("rooms are not open"));
  }

  /** The rooms, to be used on this verticle's event loop only. */
  public Rooms rooms() {
    return running.map(Running::rooms).orElseThrow(() -> new IllegalStateException("not open"));
  }

  /** Where {@link #rooms} live. */
  Context home() {
    return context;
  }
}
