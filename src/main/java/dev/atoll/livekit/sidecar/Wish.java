package dev.atoll.livekit.sidecar;

/** How a side-car is to be in a room. */
enum Wish {
  /** Not at all. */
  OUT,
  /** As nobody who is told of: somebody listens, and nobody may speak. */
  HIDDEN,
  /** As one of its participants, so that clients know whose word it is. */
  VISIBLE
}
