package dev.atoll.node;

import dev.atoll.nats.NatsBridge;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** The bridge to NATS, where {@code nats.url} names a server. */
final class NatsPart implements NodePart {
  private final Foundation foundation;
  private final Optional<NatsBridge> bridge;
  private boolean started;

  NatsPart(Foundation foundation) {
    this.foundation = foundation;
    this.bridge = foundation.settings().nats().url().isEmpty()
        ? Optional.empty()
        : Optional.of(new NatsBridge(
            foundation.bus(), foundation.settings(), foundation.meters(), foundation::isHeld));
  }

  @Override
  public Future<?> start() {
    if (bridge.isEmpty()) {
      return Future.succeededFuture();
    }
    started = true;
    bridge.get().init(foundation.vertx(), foundation.context());
    return bridge.get().start();
  }

  @Override
  public Future<?> stop() {
    return started ? bridge.orElseThrow().stop() : Future.succeededFuture();
  }

  /** Whether NATS is connected, by name; nothing where it is not asked for. */
  Map<String, Boolean> links() {
    return bridge.map(each -> Map.of("nats", each.isConnected())).orElse(Map.of());
  }
}
