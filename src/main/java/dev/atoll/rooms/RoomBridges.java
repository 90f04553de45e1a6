package dev.atoll.rooms;

import dev.atoll.bus.Bus;
import dev.atoll.transport.bridge.BridgeLink;
import dev.atoll.transport.bridge.Bridges;
import dev.atoll.transport.bridge.Move;
import io.vertx.core.Vertx;
import java.util.Optional;

/** The bridges of these rooms, each until the old room is empty at the latest. Used on the rooms' event loop only. */
final class RoomBridges {
  private final Parts parts;
  private final Bridge.Times times;
  private final Bridges<Bridge> bridges;

  /**
   * What bridges are made of.
   *
   * @param directory of the rooms
   * @param ids which of them are islands
   * @param said taken for what comes across
   */
  record Parts(Vertx vertx, Bus bus, RoomDirectory directory, IslandIds ids, Said said) {}

  /** To be made on the rooms' event loop. */
  RoomBridges(Parts parts, Bridge.Times times) {
    this.parts = parts;
    this.times = times;
    this.bridges = new Bridges<>(parts.vertx(), parts.bus(), times.longest(), this::side);
  }

  /** Takes part in bridges from now on, as the transport of that id. */
  void start(String transport) {
    bridges.start(transport);
  }

  void stop() {
    bridges.stop();
  }

  /** How many there are. */
  int size() {
    return bridges.size();
  }

  private Optional<Bridge> side(Move move, BridgeLink link) {
    boolean isIsland = parts.ids().contains(move.island());
    boolean isThere = move.isNew() || parts.directory().room(move.island()).isPresent();
    return isIsland && isThere ? Optional.of(new Bridge(this, link, move)) : Optional.empty();
  }

  /** A room is there that was not; it may be one of an island that moves here. */
  void opened(Room room) {
    bridges.find(room.name()).ifPresent(bridge -> bridge.over(room));
  }

  Optional<Room> room(String island) {
    return parts.directory().room(island);
  }

  /** As who somebody from elsewhere is known. */
  Speaker newcomer(String address) {
    return parts.directory().newcomer(address);
  }

  Bridge.Times times() {
    return times;
  }

  Said said() {
    return parts.said();
  }

  void later(long millis, Runnable task) {
    parts.vertx().setTimer(millis, id -> task.run());
  }

  /** Ends it, unless it has ended. */
  void end(Bridge bridge) {
    bridges.end(bridge.move());
  }
}
