package dev.atoll.session;

import dev.atoll.config.SessionSettings;
import io.vertx.core.Vertx;

/**
 * Pings a client and closes its socket when no pong comes in time. Not Vert.x's idle timeout, which our own writes reset.
 */
final class KeepAlive {
  private final Vertx vertx;
  private final SessionSettings settings;
  private final ClientSocket socket;

  /** Not 0, which is the id of the first timer of a Vert.x: a socket refused before {@link #start} would end that one. */
  private long timer = -1;

  private boolean pongDue;

  KeepAlive(Vertx vertx, SessionSettings settings, ClientSocket socket) {
    this.vertx = vertx;
    this.settings = settings;
    this.socket = socket;
  }

  void start() {
    pongDue = false;
    timer = vertx.setTimer(settings.pingInterval().toMillis(), id -> ping());
  }

  /** One that was not asked for changes nothing, or a flood of them would be a flood of timers. */
  void pong() {
    if (pongDue) {
      stop();
      start();
    }
  }

  void stop() {
    pongDue = false;
    vertx.cancelTimer(timer);
  }

  private void ping() {
    socket.ping();
    pongDue = true;
    timer = Lateness.setTimer(
        vertx, settings.pongTimeout(), () -> socket.close(CloseReason.NO_PONG), this::ping);
  }
}
