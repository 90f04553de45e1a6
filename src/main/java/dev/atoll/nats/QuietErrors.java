package dev.atoll.nats;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** jnats would log on its own; what an operator should know is told by the link. */
final class QuietErrors implements ErrorListener {
  private static final Logger LOG = LoggerFactory.getLogger(QuietErrors.class);

  private final Runnable onHeadersRefused;
  private volatile String lastFailure = "";

  /** @param onHeadersRefused called on jnats' thread for each message that is dropped for its headers */
  QuietErrors(Runnable onHeadersRefused) {
    this.onHeadersRefused = onHeadersRefused;
  }

  /** A message came whose headers nobody can read. */
  void headersRefused() {
    onHeadersRefused.run();
    LOG.debug("NATS message dropped what=headers");
  }

  /** What jnats keeps to itself when a connection cannot be made; empty when nothing failed. For any thread. */
  String lastFailure() {
    return lastFailure;
  }

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
    lastFailure = failure.toString();
    LOG.debug("NATS connection failed cause={}", failure.toString());
  }
}
