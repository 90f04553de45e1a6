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
    timer = Lateness.setTimer(vertx, time, () -> socket.close(reason), () -> set(time, reason));
  }

  void clear() {
    if (timer != NONE) {
      vertx.cancelTimer(timer);
      timer = NONE;
    }
  }
}
