package dev.atoll.client;

import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsWelcome;

/** What a {@link RoomClient} is told, the welcome first. Called on its event loop. */
public interface RoomListener {
  /** The peer is a member now, and these were before it. Nothing is told before. */
  default void welcomed(RoomClient room, WsWelcome welcome) {}

  /** Another peer became a member. */
  default void joined(int alias, String address) {}

  /** A member left. */
  default void left(int alias) {}

  /** A member said something. */
  default void update(PeerUpdate update) {}

  /** The server ends the membership. */
  default void kicked(String reason) {}

  /** Something a member has no use for. */
  default void other(WsPacket packet) {}

  /** The socket ended after the welcome, and not by {@link RoomClient#close}. */
  default void closed(SocketEnd end) {}
}
