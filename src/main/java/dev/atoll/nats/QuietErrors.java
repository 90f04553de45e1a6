package dev.atoll.nats;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** jnats would log on its own; what an operator should know is told by the link. */
final class QuietErrors implements ErrorListener {
  private static final Logger LOG = LoggerFactory.getLogger(QuietErrors.class);

  @Override
  public void errorOccurred(Connection connection, String error) {
    if (error.startsWith("Permissions Violation")) {
      LOG.warn("NATS lets this node not say or hear something error={}", error);
    } else {
      LOG.debug("NATS server refused something error={}", error);
    }
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception failure) {
    LOG.debug("NATS connection failed cause={}", failure.toString());
  }
}
