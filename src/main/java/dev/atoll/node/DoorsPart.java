package dev.atoll.node;

import dev.atoll.auth.Challenges;
import dev.atoll.cluster.Cluster;
import dev.atoll.cluster.LoginClock;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.handshake.ArchipelagoDoor;
import dev.atoll.handshake.DoorParts;
import dev.atoll.handshake.Entrance;
import dev.atoll.handshake.LoginsExchange;
import dev.atoll.handshake.SessionReports;
import dev.atoll.handshake.Sessions;
import dev.atoll.handshake.bff.BffDoor;
import dev.atoll.handshake.bff.RawBffDoor;
import io.vertx.core.Future;
import java.util.Optional;

/** Those of the doors that this node has, and the sessions they share. */
final class DoorsPart implements NodePart {
  private final Foundation foundation;
  private final Sessions sessions;
  private final DoorParts parts;
  private final BffDoor bff;
  private Optional<SessionReports> reports = Optional.empty();
  private Optional<LoginsExchange> logins = Optional.empty();

  DoorsPart(Foundation foundation) {
    this.foundation = foundation;
    this.sessions = new Sessions(
        foundation.vertx(),
        foundation.bus(),
        foundation
            .cluster()
            .map(nodes -> new LoginClock(System::currentTimeMillis, nodes.self()))
            .orElseGet(LoginClock::alone),
        foundation.access(),
        foundation.settings().access().bansInterval());
    this.parts = new DoorParts(
        foundation.settings(),
        foundation.bus(),
        foundation.sockets(),
        foundation.origins(),
        new Entrance(new Challenges(), foundation.authenticator(), foundation.access()),
        sessions,
        foundation.meters());
    this.bff = new BffDoor(parts);
  }

  @Override
  public Future<?> start() {
    if (foundation.runs(Part.HANDSHAKE)) {
      new ArchipelagoDoor(parts).mount(foundation.server().router());
    }
    if (foundation.runs(Part.BFF)) {
      bff.mount(foundation.server().router());
      new RawBffDoor(parts).mount(foundation.server().router());
    }
    sessions.start();
    foundation.cluster().ifPresent(this::startBeside);
    return Future.succeededFuture();
  }

  private void startBeside(Cluster nodes) {
    SessionReports told = new SessionReports(foundation.bus(), nodes.self());
    told.start();
    reports = Optional.of(told);
    LoginsExchange exchange = new LoginsExchange(foundation.bus(), sessions);
    exchange.start(nodes);
    logins = Optional.of(exchange);
  }

  @Override
  public Future<?> stop() {
    reports.ifPresent(SessionReports::stop);
    logins.ifPresent(LoginsExchange::stop);
    sessions.stop();
    return Future.succeededFuture();
  }

  /** Peers logged in over RPC. */
  int rpcUsers() {
    return bff.size();
  }

  /** Peers logged in here. */
  int users() {
    return sessions.size();
  }

  /** Peers logged in at any node. */
  int usersOfRealm() {
    return sessions.inRealm();
  }
}
