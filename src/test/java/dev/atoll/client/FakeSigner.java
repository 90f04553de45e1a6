package dev.atoll.client;

import io.vertx.core.Future;

/** Signs nothing: for servers that check nothing. */
public record FakeSigner(String address) implements Signer {
  @Override
  public Future<String> sign(String challenge) {
    return Future.succeededFuture("signed " + challenge + " by " + address);
  }
}
