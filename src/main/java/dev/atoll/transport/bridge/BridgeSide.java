package dev.atoll.transport.bridge;

import dev.atoll.protocol.message.BridgeEvent;

/** One side of the bridge between the transport that an island moves from and the one that it moves to. Used on one event loop. */
public interface BridgeSide {
  /** Tells the other side who is here, and whatever happens from now on. */
  void begin();

  /** The other side tells. */
  void heard(BridgeEvent event);

  /** Nobody is heard across any more. */
  void end();
}
