package dev.atoll.rpc;

/** Why a request is refused: goes to its client as a remote error, and the socket stays. */
public final class RpcFailure extends RuntimeException {
  /** @param message what the client is told */
  public RpcFailure(String message) {
    super(message, null, false, false);
  }
}
