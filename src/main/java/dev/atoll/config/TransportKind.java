package dev.atoll.config;

/** What can carry what the peers of an island say. */
public enum TransportKind {
  /** WebSocket rooms. */
  WS_ROOM,
  /** Peers themselves by WebRTC, set up through topics. */
  P2P,
  /** Rooms of a LiveKit deployment. */
  LIVEKIT
}
