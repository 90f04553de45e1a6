package dev.atoll.node;

import dev.atoll.operations.ArchipelagoFigures;
import dev.atoll.rooms.RoomCounters;
import dev.atoll.transport.Explanation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What both ports tell of the node's parts; nothing or zero of those it does not run. */
record Figures(
    Optional<StatisticsPart> statistics,
    Optional<NatsPart> nats,
    Optional<RoomsPart> roomsPart,
    Optional<ArchipelagoPart> grouping,
    Optional<DoorsPart> doors,
    Optional<LiveKitPart> liveKit) {

  /** Peers logged in at the doors of this node. */
  int users() {
    return doors.map(DoorsPart::users).orElse(0);
  }

  /** Peers logged in at the doors of any node of the realm. */
  int usersOfRealm() {
    return doors.map(DoorsPart::usersOfRealm).orElse(0);
  }

  /** Members of each room, by its name. */
  Map<String, Integer> occupancy() {
    return roomsPart.map(RoomsPart::occupancy).orElse(Map.of());
  }

  RoomCounters rooms() {
    return roomsPart.map(RoomsPart::counters).orElse(RoomCounters.NONE);
  }

  /** What was heard of the archipelago, wherever it runs. */
  ArchipelagoFigures archipelago() {
    Map<String, Integer> transports = grouping.isPresent() ? Map.of("ws", 1) : Map.of();
    return statistics
        .map(StatisticsPart::statistics)
        .map(heard -> new ArchipelagoFigures(
            heard.peersInIslands(), heard.islands(), heard.islandChanges(), transports))
        .orElseGet(() -> new ArchipelagoFigures(0, 0, 0, transports));
  }

  /** Peers logged in over RPC. */
  int rpcUsers() {
    return doors.map(DoorsPart::rpcUsers).orElse(0);
  }

  /** What islands can ride on; nothing on a node without archipelago. */
  Explanation.Transports transports() {
    return grouping
        .map(ArchipelagoPart::known)
        .orElseGet(() -> new Explanation.Transports(List.of(), "", false));
  }

  /** Connections to elsewhere, and whether they hold; none keeps anybody out. */
  Map<String, Boolean> links() {
    Map<String, Boolean> links = new LinkedHashMap<>();
    nats.ifPresent(part -> links.putAll(part.links()));
    liveKit.ifPresent(part -> links.putAll(part.links()));
    return links;
  }

  /** A trace of the grouping, unless it is abandoned before; fails where there is none. */
  Future<Buffer> record(Duration time, Future<?> abandoned) {
    return grouping
        .map(part -> part.record(time, abandoned))
        .orElseGet(() -> Future.failedFuture("this node runs no archipelago"));
  }
}
