package dev.atoll.handshake;

import dev.atoll.session.CloseReason;

/** One login of a peer, at whichever door. Used on the doors' event loop only. */
public interface Session {
  /** Origin, e.g. {@code wss://realm.example}, through which its socket came. */
  String origin();

  /** Whether its peer can subscribe to topics, and so set up peer-to-peer links through the node. */
  boolean hasTopics();

  /** Ends it, telling its client as well as its protocol can; {@link Sessions#left} follows when its socket is closed. */
  void kick(CloseReason reason);
}
