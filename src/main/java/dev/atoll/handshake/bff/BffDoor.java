package dev.atoll.handshake.bff;

import dev.atoll.handshake.DoorParts;
import dev.atoll.handshake.Upgrades;
import dev.atoll.rpc.RpcServer;
import dev.atoll.session.CloseReason;
import dev.atoll.session.SocketKind;
import io.vertx.ext.web.Router;
import java.util.List;

/**
 * The BFF's door of May 2022 to 2023, {@code /rpc} and {@code /bff/rpc}. Belongs to one event loop and is used on it only. Source:
 * wire.md §6.
 */
public final class BffDoor {
  private static final SocketKind KIND =
      new SocketKind("bff", RpcServer.MAX_MESSAGE_BYTES, CloseReason.UNDECODABLE);

  private final BffParts parts;
  private final RpcServer rpc = new RpcServer();

  public BffDoor(DoorParts parts) {
    this.parts = BffParts.of(parts, KIND.door());
  }

  /** Adds the door's routes. A plain GET of them goes on to the next handler. */
  public void mount(Router router) {
    Upgrades.Route route = new Upgrades.Route(List.of("/rpc", "/bff/rpc"), KIND);
    Upgrades.mount(router, route, parts.door(), (socket, origin) -> {
      BffSession session = new BffSession(parts, socket, origin);
      return rpc.accept(socket, session::newPort);
    });
  }

  /** How many peers are logged in at this door. */
  public int size() {
    return parts.present().get();
  }
}
