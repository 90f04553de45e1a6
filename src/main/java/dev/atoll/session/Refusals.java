package dev.atoll.session;

import dev.atoll.auth.AuthRefusal;
import dev.atoll.auth.AuthRefusedException;

/** How a login that failed ends its socket. */
public final class Refusals {
  private Refusals() {}

  /** The reason for a failure of authentication; {@link CloseReason#INTERNAL_ERROR} when it was our own. */
  public static CloseReason reason(Throwable cause) {
    if (cause instanceof ClientFault fault) {
      return fault.reason();
    }
    return cause instanceof AuthRefusedException refused
        ? reason(refused.refusal())
        : CloseReason.INTERNAL_ERROR;
  }

  private static CloseReason reason(AuthRefusal refusal) {
    return switch (refusal) {
      case NOT_AN_ADDRESS -> CloseReason.BAD_ADDRESS;
      case CONTRACT_WALLETS_OFF -> CloseReason.CONTRACT_WALLET_UNSUPPORTED;
      case ETHEREUM_UNREACHABLE -> CloseReason.ETHEREUM_UNREACHABLE;
      case BUSY -> CloseReason.BUSY;
      case BAD_TOKEN, TOKEN_EXPIRED, TOKEN_NOT_YET, TOKEN_AUDIENCE, TOKEN_PEER ->
        CloseReason.BAD_TOKEN;
      default -> CloseReason.BAD_AUTH_CHAIN;
    };
  }
}
