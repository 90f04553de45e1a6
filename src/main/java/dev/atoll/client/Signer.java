package dev.atoll.client;

import io.vertx.core.Future;

/** Who logs in: an address, and the proof that it is the client's. */
public interface Signer {
  /** The owner's address, any case. */
  String address();

  /** The auth chain over a challenge, as JSON. */
  Future<String> sign(String challenge);
}
