package dev.atoll.node;

import dev.atoll.bus.Bus;
import dev.atoll.config.GatewaySettings;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.gateway.Gateway;
import dev.atoll.http.ScenePlan;
import dev.atoll.transport.WordsRelay;
import io.vertx.core.Future;
import java.util.Optional;

/** The door of third-party servers, where a secret of {@code gateway} is set. */
final class GatewayPart implements NodePart {
  private final Foundation foundation;
  private final ScenePlan scenes;
  private volatile Optional<Gateway> gateway = Optional.empty();
  private Optional<Bus.Subscription> relay = Optional.empty();

  GatewayPart(Foundation foundation) {
    this.foundation = foundation;
    this.scenes =
        new ScenePlan(foundation.vertx(), foundation.settings().realm().contentUrl());
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
              scenes,
              foundation.meters()));
      started.mount(foundation.server().router());
      scenes.start();
      started.start();
      gateway = Optional.of(started);
      if (foundation.cluster().isPresent() && !hasRooms()) {
        relay = Optional.of(WordsRelay.start(foundation.bus()));
      }
    }
    return Future.succeededFuture();
  }

  /** Or side-cars, either of which tell other nodes what servers say. */
  private boolean hasRooms() {
    return foundation.runs(Part.ROOMS) || !foundation.settings().livekit().isEmpty();
  }

  /** It believes these tokens from now on; for any thread. */
  void tokens(GatewaySettings edited) {
    gateway.ifPresent(running -> running.tokens(edited));
  }

  @Override
  public void flush() {
    gateway.ifPresent(Gateway::drain);
  }

  @Override
  public Future<?> stop() {
    relay.ifPresent(Bus.Subscription::cancel);
    gateway.ifPresent(Gateway::stop);
    gateway = Optional.empty();
    return scenes.stop();
  }
}
