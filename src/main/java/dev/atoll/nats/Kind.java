package dev.atoll.nats;

import java.util.Locale;

/** What a message that crosses the bridge is about. */
enum Kind {
  /** Where a peer is. */
  HEARTBEAT(4 << 10),
  /** A peer logged in. */
  CONNECT(64),
  /** A peer is gone. */
  DISCONNECT(64),
  /** A peer's new island and how to join it. */
  ISLAND_CHANGED(256 << 10),
  /** A peer entered an island. */
  PEER_JOIN(1 << 10),
  /** A peer left an island. */
  PEER_LEFT(1 << 10),
  /** All islands. */
  ISLANDS(8 << 20),
  /** The archipelago lives. */
  DISCOVERY(4 << 10),
  /** What a client published. */
  TOPIC(64 << 10),
  /** What a server published for the clients of a topic. */
  SYSTEM_TOPIC(64 << 10),
  /** What crosses a scene. */
  SCENE(64 << 10),
  /** What crosses an island's room. */
  ISLAND_MESSAGE(64 << 10),
  /** A transport tells of itself. */
  TRANSPORT(4 << 10),
  /** A node leads its realm; for the others of its cluster. */
  TERM(256),
  /** What two transports tell each other of an island that moves. */
  BRIDGE(256 << 10);

  private final int mostBytes;

  Kind(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** What is taken from NATS at most; more than any service sends, and no more than clients are sent elsewhere. */
  int mostBytes() {
    return mostBytes;
  }

  /** As metrics write it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
