package dev.atoll.node;

import io.vertx.core.Future;
import java.util.Map;

/** The bridge to NATS, where {@code nats.url} names a server. */
final class NatsPart implements NodePart {
  NatsPart(Foundation foundation) {}

  @Override
  public Future<?> start() {
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return Future.succeededFuture();
  }

  /** Whether NATS is connected, by name; nothing where it is not asked for. */
  Map<String, Boolean> links() {
    return Map.of();
  }
}
