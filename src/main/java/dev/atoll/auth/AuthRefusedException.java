package dev.atoll.auth;

/** A login or token that was refused; its message is the refusal's name and nothing else. */
public final class AuthRefusedException extends RuntimeException {
  private final AuthRefusal refusal;

  public AuthRefusedException(AuthRefusal refusal) {
    // no stack trace: refusals are made by clients, thousands a second if they like
    super(refusal.name(), null, false, false);
    this.refusal = refusal;
  }

  /** Why. */
  public AuthRefusal refusal() {
    return refusal;
  }
}
