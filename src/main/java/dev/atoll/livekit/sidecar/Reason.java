package dev.atoll.livekit.sidecar;

import java.util.Locale;

/** Why a side-car is not in a room that somebody listens to. */
enum Reason {
  /** {@code node.run} has none. */
  SIDE_CAR_OFF,
  /** Its jar does not lie where it should. */
  SIDE_CAR_MISSING,
  /** Its native library does not load. */
  SIDE_CAR_BROKEN,
  /** They are in as many rooms as they may. */
  SIDE_CAR_FULL,
  /** LiveKit does not let it in, or is not there. */
  SIDE_CAR_CUT_OFF;

  /** As servers are told it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
