package dev.atoll.handshake;

import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;

/** What a heartbeat must be to count. */
final class Heartbeats {
  /** Longest island id a client may wish for; ours and Decentraland's have under 20 characters. */
  private static final int MAX_DESIRED_ROOM = 128;

  private Heartbeats() {}

  static boolean isSound(Heartbeat heartbeat) {
    Position position = heartbeat.getPosition();
    return Float.isFinite(position.getX())
        && Float.isFinite(position.getY())
        && Float.isFinite(position.getZ())
        && heartbeat.getDesiredRoom().length() <= MAX_DESIRED_ROOM;
  }
}
