package dev.atoll.node;

import dev.atoll.auth.SignedFetch;
import dev.atoll.http.SignedPages;
import dev.atoll.transport.Transport;
import dev.atoll.transport.WsRoomTransport;
import io.vertx.core.Future;
import java.util.Optional;

/** Rooms for signed requests, in LiveKit where one answers and in the built-in rooms else. */
final class SignedRoomsPart implements NodePart {
  private final Foundation foundation;
  private final Optional<LiveKitPart> liveKit;
  private final Transport ownRooms;

  SignedRoomsPart(Foundation foundation, Optional<LiveKitPart> liveKit) {
    this.foundation = foundation;
    this.liveKit = liveKit;
    // a request always comes through an origin
    this.ownRooms = new WsRoomTransport(foundation.tokens(), () -> "");
  }

  @Override
  public Future<?> start() {
    new SignedPages(
            new SignedFetch(foundation.authenticator()),
            foundation.access(),
            foundation.origins(),
            this::transportOf)
        .mount(foundation.server());
    return Future.succeededFuture();
  }

  private Transport transportOf(String room) {
    return liveKit.flatMap(part -> part.transportOf(room)).orElse(ownRooms);
  }

  @Override
  public Future<?> stop() {
    return Future.succeededFuture();
  }
}
