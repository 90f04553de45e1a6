package dev.atoll.archipelago;

import dev.atoll.bus.Headers;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.ReportedSession;
import java.util.HashMap;
import java.util.Map;

/**
 * A peer as another leader left it, or as its node reports it.
 *
 * @param address lower-case
 * @param headers of its session, as they go with its heartbeats
 * @param heartbeat where it is
 * @param nanos when it said so
 * @param island that it was told; empty: none yet
 * @param transport name of what carried that island; empty when not known
 */
record Standing(
    String address,
    Headers headers,
    Heartbeat heartbeat,
    long nanos,
    String island,
    String transport) {

  /**
   * As a node reports it.
   *
   * @param node its id; empty for this node
   * @param now when the report came
   */
  static Standing reported(ReportedSession session, String node, long now) {
    return new Standing(
        session.getAddress(),
        headers(session, node),
        session.getHeartbeat(),
        now - 1_000_000L * session.getAgeMillis(),
        session.getIsland(),
        session.getTransport());
  }

  private static Headers headers(ReportedSession session, String node) {
    Map<String, String> values = new HashMap<>();
    values.put(Headers.LOGIN, session.getLogin());
    values.put(Headers.ORIGIN, session.getOrigin());
    if (session.getTopics()) {
      values.put(Headers.TOPICS, Headers.YES);
    }
    if (!node.isEmpty()) {
      values.put(Headers.NODE, node);
    }
    return new Headers(values);
  }

  /** The same in that island. */
  Standing in(String otherIsland) {
    return new Standing(address, headers, heartbeat, nanos, otherIsland, transport);
  }

  /** Id of the node its session is at; empty for this one. */
  String node() {
    return headers.get(Headers.NODE).orElse("");
  }
}
