package dev.atoll.auth;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the implementation of {@link Signatures}, once a program. */
final class FastestSignatures {
  private static final Logger LOG = LoggerFactory.getLogger(FastestSignatures.class);
  static final Signatures CHOSEN = choose();

  private FastestSignatures() {}

  private static Signatures choose() {
    try {
      Signatures chosen = NativeSignatures.load();
      LOG.info("Signatures are checked by the native library");
      return chosen;
    } catch (Throwable e) {
      // an Error as well: a platform without the library, a temporary folder that may not hold
      // programs
      LOG.warn(
          "Signatures are checked in Java, three times slower: native library not loaded cause={}",
          e.toString());
      return new Web3jSignatures();
    }
  }
}
