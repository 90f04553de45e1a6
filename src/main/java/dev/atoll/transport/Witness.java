package dev.atoll.transport;

import dev.atoll.config.TransportRule;

/** Is told why, while {@link Rules} judge. */
interface Witness {
  /** Does not care. */
  Witness NONE = new Witness() {};

  /** Why a rule is not an island's. */
  enum Miss {
    PARCELS,
    SIZE,
    SCENE,
    SCENE_UNKNOWN
  }

  /** Why a transport does not carry an island. */
  enum Obstacle {
    NO_TOPICS,
    LISTENED,
    LEFT_BEFORE,
    NONE_KNOWN,
    SILENT,
    UNHEALTHY,
    DRAINING,
    NO_SEATS,
    TOO_SMALL
  }

  /** A rule does not match. */
  default void missed(TransportRule rule, Miss miss) {}

  /** This rule matches, and is the first that does. */
  default void matched(TransportRule rule) {}

  /** A transport was looked at and is not the one; what names it as rules do, or as it names itself. */
  default void ruledOut(String transport, Obstacle obstacle) {}
}
