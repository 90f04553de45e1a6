package dev.atoll.client.crowd;

/**
 * Something that happened to a peer of a crowd that comes back.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param peer its address
 * @param what the island's id, or why, or empty
 * @param place the door, or the room without its token; or empty
 */
public record Event(long nanos, String peer, Kind kind, String what, String place) {
  /** What can happen. */
  public enum Kind {
    LOGIN_TRIED,
    LOGIN_FAILED,
    LOGGED_IN,
    SESSION_ENDED,
    ISLAND,
    ENTERED,
    ROOM_ENDED
  }
}
