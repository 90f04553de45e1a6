package dev.atoll.operations;

/**
 * What Decentraland's rooms service counts.
 *
 * @param rooms there are
 * @param connections members there are
 * @param joined members that ever joined
 * @param kicked members that gave way to a newer session
 * @param unknownMessages of members, that are not for the room
 * @param inMessages from members
 * @param inBytes from members
 * @param outMessages to members
 * @param outBytes to members
 */
public record RoomFigures(
    long rooms,
    long connections,
    long joined,
    long kicked,
    long unknownMessages,
    long inMessages,
    long inBytes,
    long outMessages,
    long outBytes) {}
