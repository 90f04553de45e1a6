package dev.atoll.gateway;

import java.util.Locale;

/** Why a command of a server was refused. */
enum Problem {
  /** The command is none, or lacks something. */
  BAD_COMMAND(400),
  /** No subject or pattern of scenes or islands. */
  BAD_SUBJECT(400),
  /** What an island is to hear is neither an rfc4 packet nor something that becomes one. */
  NOT_A_PACKET(400),
  /** The token does not allow it, or nobody is there whom it is allowed for. */
  OUT_OF_SCOPE(403),
  /** There is no subscription of this number. */
  UNKNOWN_SUBSCRIPTION(404),
  /** More than a message may have. */
  TOO_LARGE(413),
  /** More messages than {@code gateway.publish-rate}. */
  TOO_FAST(429),
  /** More subscriptions than a session may have. */
  TOO_MANY_SUBSCRIPTIONS(429);

  private final int status;

  Problem(int status) {
    this.status = status;
  }

  /** As it goes over the wire. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** HTTP status that says the same. */
  int status() {
    return status;
  }
}
