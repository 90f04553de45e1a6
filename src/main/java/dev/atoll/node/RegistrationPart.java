package dev.atoll.node;

import dev.atoll.auth.RegistrationTokens;
import dev.atoll.config.Secret;
import dev.atoll.transport.registration.RegistrationDoor;
import dev.atoll.transport.registration.RegistrationDoor.Patience;
import io.vertx.core.Future;
import java.util.Optional;

/** The door of transports of 2022, where a secret of {@code transports} is set. */
final class RegistrationPart implements NodePart {
  private final Foundation foundation;
  private Optional<RegistrationDoor> door = Optional.empty();

  RegistrationPart(Foundation foundation) {
    this.foundation = foundation;
  }

  @Override
  public Future<?> start() {
    door = foundation.settings().transports().registration().map(this::open);
    return Future.succeededFuture();
  }

  private RegistrationDoor open(Secret secret) {
    RegistrationDoor opened = new RegistrationDoor(new RegistrationDoor.Parts(
        foundation.vertx(),
        foundation.bus(),
        foundation.sockets(),
        foundation.origins(),
        RegistrationTokens.create(foundation.vertx(), secret),
        Patience.DEFAULT,
        foundation.cluster().isPresent()));
    opened.mount(foundation.server().router());
    foundation.transports().add(opened);
    return opened;
  }

  @Override
  public Future<?> stop() {
    door.ifPresent(RegistrationDoor::stop);
    door = Optional.empty();
    return Future.succeededFuture();
  }
}
