package dev.atoll.nats;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.NatsSettings.Trust;
import dev.atoll.config.NodeSettings;
import dev.atoll.config.NodeSettings.Part;

/**
 * What messages from NATS may do here, by {@code nats.trust}, and which of them anybody here has a use for. Immutable.
 *
 * @param trust how far NATS is trusted
 * @param node what runs here
 * @param hasSecret whether there is a secret by which transports are believed
 * @param isClustered whether there are other nodes of this realm
 */
record Policy(Trust trust, NodeSettings node, boolean hasSecret, boolean isClustered) {

  static Policy of(AtollSettings settings) {
    return new Policy(
        settings.natsTrust(),
        settings.node(),
        settings.rooms().secret().isPresent(),
        settings.cluster().enabled());
  }

  /** Whether messages of this kind are asked for at all. Topics are when somebody here asks for them. */
  boolean asksFor(Kind kind) {
    return switch (kind) {
      case HEARTBEAT, CONNECT, DISCONNECT ->
        node.runs(Part.ARCHIPELAGO) || node.runs(Part.STATISTICS);
      case ISLAND_CHANGED, PEER_JOIN, PEER_LEFT -> trustsCore();
      case ISLANDS, DISCOVERY -> trustsCore() && !node.runs(Part.ARCHIPELAGO);
      case ISLAND_MESSAGE -> trust == Trust.ALL;
      case TRANSPORT -> hasSecret && node.runs(Part.ARCHIPELAGO);
      case TERM -> isClustered;
      case TOPIC, SYSTEM_TOPIC, SCENE, BRIDGE -> false;
    };
  }

  /** Whether what is said of any scene is asked for, also where nobody here has subscribed to it: rooms are where it is spoken. */
  boolean asksForScenes() {
    return trust == Trust.ALL && node.runs(Part.ROOMS);
  }

  /**
   * Whether a message of this kind is taken.
   *
   * @param own whether the peer it is about has a session here
   */
  boolean takes(Kind kind, boolean own) {
    return switch (kind) {
      case HEARTBEAT, CONNECT, DISCONNECT -> !own || trust == Trust.DOORS || trust == Trust.ALL;
      case ISLAND_CHANGED -> trust == Trust.ALL || trust == Trust.CORE && own;
      default -> true;
    };
  }

  private boolean trustsCore() {
    return trust == Trust.CORE || trust == Trust.ALL;
  }
}
