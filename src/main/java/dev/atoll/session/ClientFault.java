package dev.atoll.session;

/** What a client did wrong; thrown to the top of its session, which closes the socket with the reason. */
public final class ClientFault extends RuntimeException {
  private final CloseReason reason;

  public ClientFault(CloseReason reason) {
    super(reason.text(), null, false, false);
    this.reason = reason;
  }

  /** The reason the socket is closed with. */
  public CloseReason reason() {
    return reason;
  }
}
