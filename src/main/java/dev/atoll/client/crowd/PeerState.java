package dev.atoll.client.crowd;

/**
 * Where one peer of a crowd stands.
 *
 * @param peer its address
 * @param door where it is logged in; empty where it is not
 * @param island the one it was told last in this or an earlier session; empty before
 * @param room the one it is in, without token; empty where it is in none
 */
public record PeerState(String peer, String door, String island, String room) {
  /** Whether it has a session, an island and a room. */
  public boolean settled() {
    return !door.isEmpty() && !island.isEmpty() && !room.isEmpty();
  }
}
