package dev.atoll.client;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/** One try to get in over a socket: ends once, well or not, and in time; if not well, the socket is closed. */
final class Login<T> {
  private final Vertx vertx;
  private final WireSocket socket;
  private final String door;
  private final Promise<T> end = Promise.promise();
  private final long timer;

  Login(Vertx vertx, WireSocket socket, String door, Duration limit) {
    this.vertx = vertx;
    this.socket = socket;
    this.door = door;
    this.timer = vertx.setTimer(limit.toMillis(), id -> fail("no welcome in " + limit));
  }

  Future<T> future() {
    return end.future();
  }

  /** Has a challenge signed and hands on the auth chain; what is no challenge, or cannot be signed, ends the try. */
  void prove(Signer signer, String challenge, Handler<String> proof) {
    if (!challenge.startsWith("dcl-") || challenge.indexOf(':') >= 0) {
      fail("no challenge to sign: '" + challenge + "'");
      return;
    }
    signer.sign(challenge).onSuccess(proof).onFailure(fault -> fail("cannot sign: " + fault));
  }

  void succeed(T client) {
    vertx.cancelTimer(timer);
    end.tryComplete(client);
  }

  void fail(String what) {
    vertx.cancelTimer(timer);
    socket.close();
    end.tryFail(new LoginException(door + ": " + what));
  }
}
