package dev.atoll.operations;

import dev.atoll.config.BuildVersion;
import dev.atoll.rooms.RoomCounters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The metrics of the reference services under their own names and types, so that an owner's dashboards and alerts go on.
 * Sources: {@code metrics.ts} of archipelago-workers, ws-room-service and explorer-bff. Those about HTTP requests are
 * counted by the public port itself; {@code atoll_…} is ours.
 *
 * @param network name of the Ethereum network
 * @param archipelago asked on the event loop at each scrape, as are the others
 * @param rooms of this node
 * @param rpcUsers peers logged in over RPC
 */
public record ReferenceMetrics(
    String network,
    Supplier<ArchipelagoFigures> archipelago,
    Supplier<RoomCounters> rooms,
    IntSupplier rpcUsers) {
  private static final String COMMS_PROTOCOL = "v3";

  void write(Exposition exposition) {
    write(exposition, archipelago.get());
    write(exposition, rooms.get());
    Map<String, String> build = new LinkedHashMap<>();
    build.put("commitHash", BuildVersion.current().commitHash());
    build.put("ethNetwork", network);
    exposition.labels("ws_room_service_build_info", "What the rooms were built from", build);
    build.put("commsProtocol", COMMS_PROTOCOL);
    exposition
        .labels("explorer_bff_build_info", "What the RPC door was built from", build)
        .gauge("explorer_bff_connected_users", "Peers logged in over RPC", rpcUsers.getAsInt());
  }

  private static void write(Exposition exposition, ArchipelagoFigures figures) {
    exposition
        .gauge("dcl_archipelago_peers_count", "Peers in islands", figures.peers())
        .gauge("dcl_archipelago_islands_count", "Islands", figures.islands())
        .counter(
            "dcl_archipelago_change_island_count", "Changes of a peer's island", figures.changes())
        .gauges(
            "dcl_archipelago_transports_count",
            "What islands can ride on",
            "transport",
            figures.transports());
  }

  private static void write(Exposition exposition, RoomCounters rooms) {
    exposition
        .gauge("dcl_ws_rooms_count", "Rooms", rooms.count())
        .gauge("dcl_ws_rooms_connections", "Members of rooms", rooms.connections())
        .counter(
            "dcl_ws_rooms_connections_total", "Members that ever joined", rooms.connectionsTotal())
        .counter(
            "dcl_ws_rooms_kicks_total", "Members replaced by a newer session", rooms.kicksTotal())
        .counter(
            "dcl_ws_rooms_unknown_sent_messages_total",
            "Messages of members that are not for the room",
            rooms.unknownSentMessagesTotal())
        .counter("dcl_ws_rooms_in_messages", "Messages from members", rooms.inMessages())
        .counter("dcl_ws_rooms_in_bytes", "Bytes from members", rooms.inBytes())
        .counter("dcl_ws_rooms_out_messages", "Messages to members", rooms.outMessages())
        .counter("dcl_ws_rooms_out_bytes", "Bytes to members", rooms.outBytes())
        .counter(
            "atoll_rooms_superseded_total",
            "Unreliable messages dropped for a newer one",
            rooms.superseded());
  }
}
