package dev.atoll.transport;

import dev.atoll.config.TransportKind;

/**
 * One word of a rule's {@code use}.
 *
 * @param kind of transport
 * @param id of the one that is meant; empty for any of its kind
 */
record Use(TransportKind kind, String id) {
  /** @param word that a {@link dev.atoll.config.TransportRule} took */
  static Use of(String word) {
    int colon = word.indexOf(':');
    String kind = colon < 0 ? word : word.substring(0, colon);
    return new Use(
        switch (kind) {
          case "p2p" -> TransportKind.P2P;
          case "livekit" -> TransportKind.LIVEKIT;
          default -> TransportKind.WS_ROOM;
        },
        colon < 0 ? "" : word.substring(colon + 1));
  }

  boolean names(TransportKind ofKind, String itsId) {
    return kind == ofKind && (id.isEmpty() || id.equals(itsId));
  }

  @Override
  public String toString() {
    String word = switch (kind) {
      case P2P -> "p2p";
      case LIVEKIT -> "livekit";
      case WS_ROOM -> "ws-room";
    };
    return id.isEmpty() ? word : word + ":" + id;
  }
}
