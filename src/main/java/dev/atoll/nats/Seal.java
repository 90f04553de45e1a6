package dev.atoll.nats;

import com.google.protobuf.ByteString;
import dev.atoll.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes protobuf messages by a last field 10, the HMAC-SHA256 by {@code rooms.secret} of a purpose and all bytes before that field.
 * The same secret signs room tokens: what is for one purpose can never be taken for another. Used on one context.
 */
final class Seal {
  /** As far as clocks of nodes may differ, and as long as an old message may be said again. */
  static final Duration WINDOW = Duration.ofSeconds(30);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_BYTES = 32;

  /** Field 10, its length, and the bytes. */
  private static final int FIELD_BYTES = 2 + MAC_BYTES;

  private static final byte FIELD_TAG = 10 << 3 | 2;

  private final Mac mac;

  Seal(Secret secret) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** A message of these bytes with its seal. */
  byte[] close(byte[] plain, String purpose) {
    byte[] sealed = new byte[plain.length + FIELD_BYTES];
    System.arraycopy(plain, 0, sealed, 0, plain.length);
    sealed[plain.length] = FIELD_TAG;
    sealed[plain.length + 1] = MAC_BYTES;
    System.arraycopy(mac(plain, plain.length, purpose), 0, sealed, plain.length + 2, MAC_BYTES);
    return sealed;
  }

  /**
   * The bytes before the seal.
   *
   * @throws Malformed when there is none, or a wrong one
   */
  ByteString open(ByteString bytes, String purpose) throws Malformed {
    byte[] sealed = bytes.toByteArray();
    int length = sealed.length - FIELD_BYTES;
    if (length < 0 || sealed[length] != FIELD_TAG || sealed[length + 1] != MAC_BYTES) {
      throw new Malformed("no seal");
    }
    byte[] told = bytes.substring(length + 2).toByteArray();
    if (!MessageDigest.isEqual(told, mac(sealed, length, purpose))) {
      throw new Malformed("wrong seal");
    }
    return bytes.substring(0, length);
  }

  private byte[] mac(byte[] plain, int length, String purpose) {
    mac.update(("atoll " + purpose + "\0").getBytes(StandardCharsets.US_ASCII));
    mac.update(plain, 0, length);
    return mac.doFinal();
  }
}
