package dev.atoll.auth;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Ethereum's hash (Keccak-256, not the later SHA3-256) and the two texts made with it. */
final class Keccak {
  private static final int BITS = 256;
  private static final String PERSONAL = "\u0019Ethereum Signed Message:\n";

  private Keccak() {}

  static byte[] hash(byte[]... parts) {
    KeccakDigest digest = new KeccakDigest(BITS);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[BITS / 8];
    digest.doFinal(hash, 0);
    return hash;
  }

  /** What {@code personal_sign} signs (EIP-191): the length in the prefix is that of the UTF-8 bytes, not of the characters. */
  static byte[] personal(String text) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    return hash((PERSONAL + message.length).getBytes(StandardCharsets.US_ASCII), message);
  }

  /** The bare hash of a text, which contract wallets are asked with first. */
  static byte[] text(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }
}
