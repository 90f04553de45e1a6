package dev.atoll.handshake;

import dev.atoll.session.ClientSocket;
import dev.atoll.session.SocketKind;
import dev.atoll.session.SocketListener;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Mounts doors of one kind of socket. */
public final class Upgrades {
  /** Makes the listener of a new socket. */
  @FunctionalInterface
  public interface Door {
    /** @param origin through which the socket came */
    SocketListener open(ClientSocket socket, String origin);
  }

  /**
   * Where sockets of one kind come in.
   *
   * @param paths as vertx-web writes them
   * @param kind of socket
   */
  public record Route(List<String> paths, SocketKind kind) {
    public Route {
      paths = List.copyOf(paths);
    }
  }

  private Upgrades() {}

  /** Adds a door at these paths. A plain GET of them goes on to the next handler. */
  public static void mount(Router router, Route route, DoorParts parts, Door door) {
    route
        .paths()
        .forEach(path ->
            router.get(path).handler(routing -> upgrade(routing, route.kind(), parts, door)));
  }

  private static void upgrade(RoutingContext routing, SocketKind kind, DoorParts parts, Door door) {
    if (!routing.request().headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
      routing.next();
      return;
    }
    String origin = parts.origins().of(routing.request());
    parts.sockets().upgrade(routing.request(), kind, socket -> door.open(socket, origin));
  }
}
