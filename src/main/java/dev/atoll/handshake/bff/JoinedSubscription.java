package dev.atoll.handshake.bff;

import dev.atoll.bus.Bus.Subscription;
import io.vertx.core.Future;
import java.util.List;

/**
 * Several subscriptions that end together.
 *
 * @param parts all of them
 */
record JoinedSubscription(List<Subscription> parts) implements Subscription {
  JoinedSubscription {
    parts = List.copyOf(parts);
  }

  @Override
  public Future<Void> inForce() {
    return Future.join(parts.stream().map(Subscription::inForce).toList()).mapEmpty();
  }

  @Override
  public void cancel() {
    parts.forEach(Subscription::cancel);
  }
}
