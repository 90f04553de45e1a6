package dev.atoll.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys out of a secret, each by its label (HKDF with SHA-256, RFC 5869). */
final class Hkdf {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int HASH_BYTES = 32;

  private Hkdf() {}

  /** A key of 32 bytes. */
  static byte[] key(byte[] secret, byte[] salt, String label) {
    return derive(secret, salt, label.getBytes(StandardCharsets.UTF_8), HASH_BYTES);
  }

  /**
   * Extract and expand.
   *
   * @param salt none when empty
   * @param length at most 255 times 32 bytes
   */
  static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
    Mac extract = mac(salt.length == 0 ? new byte[HASH_BYTES] : salt);
    Mac expand = mac(extract.doFinal(secret));
    byte[] out = new byte[length];
    byte[] block = {};
    for (int done = 0, number = 1; done < length; done += HASH_BYTES, number++) {
      expand.update(block);
      expand.update(info);
      block = expand.doFinal(new byte[] {(byte) number});
      System.arraycopy(block, 0, out, done, Math.min(HASH_BYTES, length - done));
    }
    return out;
  }

  /** One that authenticates by that key. */
  static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(Arrays.copyOf(key, key.length), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
    }
  }
}
