package dev.atoll.livekit.sidecar;

/** Why a stay in a room ended. */
enum End {
  /** By us. */
  LEFT,
  /** LiveKit was not reached, or the connection broke or went silent. */
  LOST,
  /** LiveKit did not let us in. */
  REFUSED,
  /** LiveKit does not know how to do it with one WebRTC connection. */
  OLD_SERVER,
  /** Somebody of the same identity came in: two that rejoined at once would fight for ever. */
  DUPLICATE,
  /** LiveKit sent us out. */
  REMOVED,
  /** LiveKit said something that cannot be. */
  UNDECODABLE
}
