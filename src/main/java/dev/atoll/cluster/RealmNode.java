package dev.atoll.cluster;

/**
 * A node of the realm as the others see it.
 *
 * @param id its own for as long as its process lives, a token of lower-case letters and digits
 * @param archipelago whether it can form islands
 * @param rooms whether it has WebSocket rooms
 * @param draining whether it is about to leave
 */
public record RealmNode(String id, boolean archipelago, boolean rooms, boolean draining) {
  /** One with rooms. */
  public RealmNode(String id, boolean archipelago, boolean draining) {
    this(id, archipelago, true, draining);
  }
}
