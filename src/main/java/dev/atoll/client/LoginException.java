package dev.atoll.client;

/** A server did not let a client in, or answered what does not belong there; the message says which. */
public final class LoginException extends RuntimeException {
  public LoginException(String message) {
    super(message, null, false, false);
  }
}
