package dev.atoll.handshake.bff;

import dev.atoll.handshake.DoorParts;
import dev.atoll.handshake.Upgrades;
import dev.atoll.rpc.RpcServer;
import dev.atoll.session.CloseReason;
import dev.atoll.session.SocketKind;
import io.vertx.ext.web.Router;
import java.util.List;

/**
 * The BFF's door of spring 2022, {@code /ws-bff}, as it was from 2022-05-13 on. Belongs to one event loop and is used on it only.
 * Source: wire.md §7.
 */
public final class RawBffDoor {
  private static final SocketKind KIND =
      new SocketKind("ws-bff", RpcServer.MAX_MESSAGE_BYTES, CloseReason.UNDECODABLE);

  private final BffParts parts;

  public RawBffDoor(DoorParts parts) {
    this.parts = BffParts.of(parts, KIND.door());
  }

  /** Adds the door's route. A plain GET of it goes on to the next handler. */
  public void mount(Router router) {
    Upgrades.Route route = new Upgrades.Route(List.of("/ws-bff"), KIND);
    Upgrades.mount(
        router, route, parts.door(), (socket, origin) -> new RawBffSession(parts, socket, origin));
  }
}
