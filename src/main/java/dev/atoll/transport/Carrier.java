package dev.atoll.transport;

import dev.atoll.config.TransportKind;

/**
 * What an island rides on.
 *
 * @param kind of it
 * @param id in the registry; empty for what is in none
 * @param url where it is: one that comes back at another place is another one
 */
public record Carrier(TransportKind kind, String id, String url) {
  /** The peers themselves. */
  public static final Carrier PEERS = new Carrier(TransportKind.P2P, "", "");

  /** The rooms that always serve: those of this node, or what stands behind its origin. */
  public static final Carrier OWN_ROOMS = new Carrier(TransportKind.WS_ROOM, "", "");

  static Carrier of(TransportStatus status) {
    return new Carrier(status.kind(), status.id(), status.url());
  }

  /** As people write it: {@code p2p}, {@code livekit:casino-sfu}. */
  @Override
  public String toString() {
    if (kind == TransportKind.P2P) {
      return "p2p";
    }
    String word = kind == TransportKind.LIVEKIT ? "livekit" : "ws-room";
    return id.isEmpty() ? word + " (this node's rooms)" : word + ":" + id;
  }
}
