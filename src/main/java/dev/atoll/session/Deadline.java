package dev.atoll.session;

import io.vertx.core.Vertx;
import java.time.Duration;

/** The one deadline of a socket's present stage. */
final class Deadline {
  private static final long NONE = -1;

  private final Vertx vertx;
  private final ClientSocket socket;
  private long timer = NONE;

  Deadline(Vertx vertx, ClientSocket socket) {
    this.vertx = vertx;
    this.socket = socket;
  }

  void set(Duration time, CloseReason reason) {
    clear();
    timer = vertx.setTimer(time.toMillis(), id -> socket.close(reason));
  }

  void clear() {
    if (timer != NONE) {
      vertx.cancelTimer(timer);
      timer = NONE;
    }
  }
}
