package dev.atoll.node;

import dev.atoll.rooms.RoomCounters;
import dev.atoll.rooms.Rooms;
import io.vertx.core.Future;
import java.util.Map;

/** WebSocket rooms. */
final class RoomsPart implements NodePart {
  private final Foundation foundation;
  private final Rooms rooms;

  RoomsPart(Foundation foundation) {
    this.foundation = foundation;
    this.rooms = new Rooms(
        foundation.settings(),
        new Rooms.Parts(
            foundation.vertx(),
            foundation.bus(),
            foundation.sockets(),
            foundation.authenticator(),
            foundation.tokens(),
            foundation.access()));
  }

  @Override
  public Future<?> start() {
    rooms.mount(foundation.server().router());
    return Future.succeededFuture();
  }

  @Override
  public void flush() {
    rooms.flush();
  }

  @Override
  public Future<?> stop() {
    rooms.close();
    return Future.succeededFuture();
  }

  /** Members of each room, by its name. */
  Map<String, Integer> occupancy() {
    return rooms.occupancy();
  }

  /** What was counted so far. */
  RoomCounters counters() {
    return rooms.counters();
  }
}
