package dev.atoll.bus;

import java.util.Set;

/**
 * Which topics are no client's, wherever a topic comes in: what a client publishes may never be taken for what the realm says.
 */
public final class TopicRules {
  /** Most characters of a topic, so that the longest subject made of one, {@code client-proto.peer.<address>.<topic>}, fits. */
  public static final int MAX_LENGTH = 195;

  /** The last token of a topic by which a peer hears of its islands, whatever stands before it. */
  public static final String ISLAND_CHANGED = "island_changed";

  private static final String HEARTBEAT = "heartbeat";

  /** A heartbeat as the comms v3 document spells it. */
  private static final String MISSPELT_HEARTBEAT = "hearbeat";

  /** What follows a peer's address in the subjects of the realm's own events. */
  private static final Set<String> EVENTS = Set.of(HEARTBEAT, MISSPELT_HEARTBEAT, ISLAND_CHANGED);

  private static final String OF_A_PEER = "peer.";

  private TopicRules() {}

  /** Whether publishing it tells where the peer is. */
  public static boolean isHeartbeat(String topic) {
    return topic.equals(HEARTBEAT) || topic.equals(MISSPELT_HEARTBEAT);
  }

  /** Whether a peer's subject with this topic is an event of the realm, and so no message of a client. */
  public static boolean isEvent(String topic) {
    return EVENTS.contains(topic);
  }

  /**
   * Whether clients know it, or could, as a topic under which the realm itself speaks of a peer: {@code <address>.island_changed}
   * and {@code peer.<address>.…} in 2022. What peers said under it would be taken for the realm's.
   */
  public static boolean looksLikeEvent(String topic) {
    return isEvent(topic) || topic.endsWith("." + ISLAND_CHANGED) || isOfAPeer(topic);
  }

  /** Whether its first token is {@code peer}, in whatever case. */
  public static boolean isOfAPeer(String topic) {
    return (topic + ".").regionMatches(true, 0, OF_A_PEER, 0, OF_A_PEER.length());
  }
}
