package dev.atoll.client;

import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.ServerPacket;

/** What an {@link ArchipelagoClient} is told once it is logged in. Called on its event loop. */
public interface ArchipelagoListener {
  /** The peer is in another island. */
  default void islandChanged(IslandChangedMessage change) {}

  /** The server ends the session: a newer one of this address took its place, or the address is banned. */
  default void kicked() {}

  /** Something a logged-in client has no use for. */
  default void other(ServerPacket packet) {}

  /** The socket ended, and not by {@link ArchipelagoClient#close}. */
  default void closed(SocketEnd end) {}
}
