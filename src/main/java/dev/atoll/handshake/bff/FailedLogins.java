package dev.atoll.handshake.bff;

import dev.atoll.session.CloseReason;
import java.util.EnumSet;
import java.util.Set;

/**
 * Logins that failed at one socket. Clients of 2022 may try again, but each try costs signatures, or a question to the owner's
 * Ethereum node. Lives on its socket's event loop.
 */
final class FailedLogins {
  /** With so many the socket is closed; a person who tries another wallet needs fewer. */
  static final int MOST = 5;

  /** What sends a client away the first time: whatever else it signs, this address stays out. */
  private static final Set<CloseReason> FINAL = EnumSet.of(CloseReason.DENIED, CloseReason.BANNED);

  private int count;

  /** One more; whether the socket is to be closed for it. */
  boolean add(CloseReason reason) {
    count++;
    return count >= MOST || isFinal(reason);
  }

  /** Whether there is no use in trying again. */
  static boolean isFinal(CloseReason reason) {
    return FINAL.contains(reason);
  }
}
