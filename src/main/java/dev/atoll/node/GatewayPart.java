package dev.atoll.node;

import dev.atoll.gateway.Gateway;
import dev.atoll.transport.SceneMap;
import io.vertx.core.Future;
import java.util.Optional;

/** The door of third-party servers, where a secret of {@code gateway} is set. */
final class GatewayPart implements NodePart {
  private final Foundation foundation;
  private Optional<Gateway> gateway = Optional.empty();

  GatewayPart(Foundation foundation) {
    this.foundation = foundation;
  }

  @Override
  public Future<?> start() {
    if (foundation.settings().gateway().isOn()) {
      Gateway started = new Gateway(
          foundation.settings(),
          new Gateway.Parts(
              foundation.vertx(),
              foundation.bus(),
              foundation.sockets(),
              SceneMap.UNKNOWN,
              foundation.meters()));
      started.mount(foundation.server().router());
      started.start();
      gateway = Optional.of(started);
    }
    return Future.succeededFuture();
  }

  @Override
  public void flush() {
    gateway.ifPresent(Gateway::drain);
  }

  @Override
  public Future<?> stop() {
    gateway.ifPresent(Gateway::stop);
    gateway = Optional.empty();
    return Future.succeededFuture();
  }
}
