package dev.atoll.rooms;

/**
 * What rooms have counted, at one moment; all but the first two only grow. Names in {@code /metrics} are those of the reference
 * (wire.md §10).
 *
 * @param count rooms there are
 * @param connections members there are
 * @param connectionsTotal members that ever joined
 * @param kicksTotal members that gave way to a newer session of their address
 * @param unknownSentMessagesTotal messages of members that are no peer_update
 * @param inMessages messages from members
 * @param inBytes their bytes, without WebSocket headers
 * @param outMessages messages handed to members' channels, after the welcome
 * @param outBytes their bytes, with WebSocket headers
 * @param superseded unreliable messages dropped for a newer one because their receiver was slow
 */
public record RoomCounters(
    long count,
    long connections,
    long connectionsTotal,
    long kicksTotal,
    long unknownSentMessagesTotal,
    long inMessages,
    long inBytes,
    long outMessages,
    long outBytes,
    long superseded) {

  /** What is counted where there are no rooms. */
  public static final RoomCounters NONE = new RoomCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
