package dev.atoll.nats;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Headers by which Atolls on one NATS recognise each other's messages and their own; other services do not look at them.
 *
 * <pre>
 * Atoll-Origin: n1f0c…         the node it comes from; in a realm of many nodes c03d….n1f0c…, with their cluster before it
 * Atoll-Seed: none             this event is on no subject of the seed's table, so other Atolls read it here
 * Atoll-Sender: 0x…            the client that sent it, where the subject does not say so
 * Atoll-Topics: none           the door of this heartbeat's peer has no topics, though its subject is one of doors that have
 * </pre>
 */
final class Marks {
  static final String ORIGIN = "Atoll-Origin";
  static final String SEED = "Atoll-Seed";
  static final String SENDER = "Atoll-Sender";
  static final String TOPICS = "Atoll-Topics";

  /** What all of them take at most, with their version line. */
  static final int MOST_BYTES = 256;

  private static final String NONE = "none";

  private final String node;

  /** How the origins of this node's cluster begin; nothing where it is alone. */
  private final Optional<String> cluster;

  private final Headers own;
  private final Headers sole;
  private final Headers withoutTopics;

  /** @param origin of this node; no two on one NATS have the same */
  Marks(Origin origin) {
    this.node = origin.toString();
    this.cluster = origin.cluster().map(name -> name + ".");
    this.own = new Headers(new Headers().put(ORIGIN, node), true);
    this.sole = new Headers(new Headers().put(ORIGIN, node).put(SEED, NONE), true);
    this.withoutTopics = new Headers(new Headers().put(ORIGIN, node).put(TOPICS, NONE), true);
  }

  /**
   * Where messages come from.
   *
   * @param cluster a token that no other cluster has; empty for a node that is alone
   * @param node its id, a token; of both at most 128 characters
   */
  record Origin(Optional<String> cluster, String node) {
    @Override
    public String toString() {
      return cluster.map(name -> name + "." + node).orElse(node);
    }
  }

  Headers of(Outgoing message) {
    if (message.sender().isPresent()) {
      return new Headers().put(ORIGIN, node).put(SENDER, message.sender().get());
    }
    if (message.withoutTopics()) {
      return withoutTopics;
    }
    return message.sole() ? sole : own;
  }

  /** Whether this node sent it. */
  boolean isOwn(Message message) {
    return node.equals(first(message, ORIGIN));
  }

  /** Whether another node of this realm sent it, one that is heard by other ways, or is cut off. */
  boolean isOfOwnCluster(Message message) {
    String origin = first(message, ORIGIN);
    return origin != null && cluster.filter(origin::startsWith).isPresent();
  }

  /** Whether another Atoll sent it in a form that Atolls do not read. */
  static boolean isForOthers(Message message, Form form) {
    return first(message, ORIGIN) != null && !form.isSeeds() && !NONE.equals(first(message, SEED));
  }

  /** What another Atoll says of it beside; nothing is believed of others. */
  static Told told(Message message) {
    return first(message, ORIGIN) == null
        ? Told.NOTHING
        : new Told(
            Optional.ofNullable(first(message, SENDER)), NONE.equals(first(message, TOPICS)));
  }

  /**
   * What a message says of itself beside its subject and payload.
   *
   * @param sender the client that sent it, where the subject does not say so
   * @param withoutTopics whether the door of a heartbeat's peer has no topics
   */
  record Told(Optional<String> sender, boolean withoutTopics) {
    static final Told NOTHING = new Told(Optional.empty(), false);
  }

  private static @Nullable String first(Message message, String name) {
    Headers headers = message.getHeaders();
    List<String> values = headers == null ? null : headers.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }
}
