package dev.atoll.handshake;

import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;
import dev.atoll.session.CloseReason;
import dev.atoll.session.SocketKind;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;

/**
 * The archipelago door, {@code /ws} and {@code /archipelago/ws}. Belongs to one event loop and is used on it only.
 */
public final class ArchipelagoDoor {
  /** Frame limit of the reference connector. */
  private static final SocketKind KIND =
      new SocketKind("archipelago", 16 << 10, CloseReason.UNDECODABLE_CLIENT_PACKET);

  private final DoorParts parts;
  private final HeartbeatsIn heartbeats;

  public ArchipelagoDoor(DoorParts parts) {
    this.parts = parts;
    this.heartbeats = new HeartbeatsIn(parts.bus(), parts.meters(), KIND.door());
  }

  /** Adds the door's routes. A plain GET of them goes on to the next handler. */
  public void mount(Router router) {
    Upgrades.mount(
        router,
        new Upgrades.Route(List.of("/ws", "/archipelago/ws"), KIND),
        parts,
        (socket, origin) -> new ArchipelagoSession(this, socket, origin));
  }

  Duration timeout() {
    return parts.settings().handshake().timeout();
  }

  Entrance entrance() {
    return parts.entrance();
  }

  Sessions sessions() {
    return parts.sessions();
  }

  HeartbeatsIn heartbeats() {
    return heartbeats;
  }

  /** Hears what the realm says of this login's islands. */
  Subscription islandChanges(LoggedIn peer, Handler<Message> handler) {
    return parts.bus().subscribe(Subjects.only(Subjects.islandChanged(peer.address())), message -> {
      if (peer.isConcernedBy(message)) {
        handler.handle(message);
      }
    });
  }
}
