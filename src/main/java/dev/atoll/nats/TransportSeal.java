package dev.atoll.nats;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.TransportDiscovery;
import dev.atoll.transport.TransportStatus;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes what a transport tells of itself believable over NATS, where everybody can speak: with the time at which it was sent and
 * an HMAC-SHA256 by {@code rooms.secret}. Whoever could tell that there are rooms where there are none would be sent the realm's
 * peers. Used on one context.
 */
final class TransportSeal {
  /** As far as clocks of nodes may differ, and as long as an old message may be said again. */
  static final Duration WINDOW = Duration.ofSeconds(30);

  /** The same secret signs room tokens: what one is for can never be taken for the other. */
  private static final byte[] PURPOSE =
      "atoll transport.discovery\0".getBytes(StandardCharsets.US_ASCII);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_BYTES = 32;

  /** Field 10, its length, and the bytes. */
  private static final int FIELD_BYTES = 2 + MAC_BYTES;

  private static final byte FIELD_TAG = 10 << 3 | 2;

  /** Of transports that showed the secret; past it the eldest may be said again within the window. */
  private static final int MOST_REMEMBERED = 1000;

  private final SecretKeySpec key;

  /** When each was said last; nothing older is believed. */
  private final Map<String, Long> last = new LinkedHashMap<>();

  TransportSeal(Secret secret) {
    this.key = new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** What is told, as it goes to NATS at this time. */
  byte[] seal(TransportDiscovery told, long millis) {
    // what is said twice within a millisecond would not be believed
    long sentAt = Math.max(millis, last.getOrDefault(told.getId(), 0L) + 1);
    TransportDiscovery sent = told.toBuilder().setSentAt(sentAt).clearMac().build();
    remember(sent.getId(), sentAt);
    byte[] plain = sent.toByteArray();
    byte[] sealed = new byte[plain.length + FIELD_BYTES];
    System.arraycopy(plain, 0, sealed, 0, plain.length);
    sealed[plain.length] = FIELD_TAG;
    sealed[plain.length + 1] = MAC_BYTES;
    System.arraycopy(mac(plain, plain.length), 0, sealed, plain.length + 2, MAC_BYTES);
    return sealed;
  }

  /**
   * What came from NATS, without time and HMAC.
   *
   * @throws Malformed when it is not to be believed, or says what cannot be
   */
  TransportDiscovery open(ByteString bytes, long millis) throws Malformed {
    byte[] sealed = bytes.toByteArray();
    int length = sealed.length - FIELD_BYTES;
    if (length < 0 || sealed[length] != FIELD_TAG || sealed[length + 1] != MAC_BYTES) {
      throw new Malformed("no seal");
    }
    byte[] mac = bytes.substring(length + 2).toByteArray();
    if (!MessageDigest.isEqual(mac, mac(sealed, length))) {
      throw new Malformed("wrong seal");
    }
    TransportDiscovery told = parsed(bytes.substring(0, length));
    Long before = last.get(told.getId());
    boolean old = before != null && told.getSentAt() <= before;
    if (old || Math.abs(millis - told.getSentAt()) > WINDOW.toMillis()) {
      throw new Malformed("said before, or at another time");
    }
    remember(told.getId(), told.getSentAt());
    return told.toBuilder().clearSentAt().clearMac().build();
  }

  private static TransportDiscovery parsed(ByteString plain) throws Malformed {
    try {
      TransportDiscovery told = TransportDiscovery.parseFrom(plain);
      return TransportStatus.of(told).toMessage().toBuilder()
          .setSentAt(told.getSentAt())
          .build();
    } catch (InvalidProtocolBufferException | IllegalArgumentException wrong) {
      throw new Malformed("transport");
    }
  }

  private void remember(String id, long millis) {
    last.remove(id);
    last.put(id, millis);
    if (last.size() > MOST_REMEMBERED) {
      last.remove(last.keySet().iterator().next());
    }
  }

  private byte[] mac(byte[] plain, int length) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(PURPOSE);
      mac.update(plain, 0, length);
      return mac.doFinal();
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
