package dev.atoll.rooms;

import java.util.List;
import java.util.Optional;

/**
 * What a client's upgrade says.
 *
 * @param room name of the room, unless it is none
 * @param token with which it wants to enter; without one it is challenged
 * @param origins under which this node is known to it
 * @param dialect that it speaks
 */
record RoomRequest(
    Optional<String> room, Optional<String> token, List<String> origins, Dialect dialect) {}
