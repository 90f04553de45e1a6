package dev.atoll.client;

import dev.atoll.auth.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Who logs in: an address, and the proof that it is the client's. */
public interface Signer {
  /** The owner's address, any case. */
  String address();

  /** The auth chain over a challenge, as JSON. */
  Future<String> sign(String challenge);

  /** Signs with an identity's keys, off the event loop. */
  static Signer of(Vertx vertx, Identity identity) {
    return new Signer() {
      @Override
      public String address() {
        return identity.address();
      }

      @Override
      public Future<String> sign(String challenge) {
        return vertx.executeBlocking(() -> identity.authChain(challenge), false);
      }
    };
  }
}
