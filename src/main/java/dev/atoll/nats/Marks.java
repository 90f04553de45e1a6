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
 * Atoll-Origin: n1f0c…         the node it comes from
 * Atoll-Seed: none             this event is on no subject of the seed's table, so other Atolls read it here
 * Atoll-Sender: 0x…            the client that sent it, where the subject does not say so
 * </pre>
 */
final class Marks {
  static final String ORIGIN = "Atoll-Origin";
  static final String SEED = "Atoll-Seed";
  static final String SENDER = "Atoll-Sender";

  /** What all of them take at most, with their version line. */
  static final int MOST_BYTES = 256;

  private static final String NONE = "none";

  private final String node;
  private final Headers own;
  private final Headers sole;

  /** @param node id of this node, of at most 64 characters; no two on one NATS have the same */
  Marks(String node) {
    this.node = node;
    this.own = new Headers(new Headers().put(ORIGIN, node), true);
    this.sole = new Headers(new Headers().put(ORIGIN, node).put(SEED, NONE), true);
  }

  Headers of(Outgoing message) {
    if (message.sender().isPresent()) {
      return new Headers().put(ORIGIN, node).put(SENDER, message.sender().get());
    }
    return message.sole() ? sole : own;
  }

  /** Whether this node sent it. */
  boolean isOwn(Message message) {
    return node.equals(first(message, ORIGIN));
  }

  /** Whether another Atoll sent it in a form that Atolls do not read. */
  static boolean isForOthers(Message message, Form form) {
    return first(message, ORIGIN) != null && !form.isSeeds() && !NONE.equals(first(message, SEED));
  }

  /** The client that another Atoll says sent it. */
  static Optional<String> sender(Message message) {
    return first(message, ORIGIN) == null
        ? Optional.empty()
        : Optional.ofNullable(first(message, SENDER));
  }

  private static @Nullable String first(Message message, String name) {
    Headers headers = message.getHeaders();
    List<String> values = headers == null ? null : headers.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }
}
