package dev.atoll.session;

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
        ? CloseReason.of(refused.refusal())
        : CloseReason.INTERNAL_ERROR;
  }
}
