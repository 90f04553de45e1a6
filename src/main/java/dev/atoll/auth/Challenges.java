package dev.atoll.auth;

import java.math.BigInteger;
import java.security.SecureRandom;

/** Makes the texts that peers sign to log in. Safe for any thread. */
public final class Challenges {
  /** Bytes; more than anybody guesses or meets twice. */
  private static final int ENTROPY = 16;

  private static final int BASE = 36;
  private final SecureRandom random = new SecureRandom();

  /**
   * A text never made before, which its socket accepts once: {@code dcl-0.} and up to 25 digits of base 36, as the reference
   * renders its (less random) number. Clients refuse what does not start with {@code dcl-} or has a colon in it.
   */
  public String next() {
    byte[] bytes = new byte[ENTROPY];
    random.nextBytes(bytes);
    return "dcl-0." + new BigInteger(1, bytes).toString(BASE);
  }
}
