package dev.atoll.nats;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.TransportDiscovery;
import dev.atoll.transport.TransportStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes what a transport tells of itself believable over NATS, where everybody can speak: with the time at which it was sent and
 * an HMAC-SHA256 by {@code rooms.secret}. Whoever could tell that there are rooms where there are none would be sent the realm's
 * peers. Used on one context.
 */
final class TransportSeal {
  private static final String PURPOSE = "transport.discovery";

  /** Of transports that showed the secret; past it the eldest may be said again within the window. */
  private static final int MOST_REMEMBERED = 1000;

  private final Seal seal;

  /** When each was said last; nothing older is believed. */
  private final Map<String, Long> last = new LinkedHashMap<>();

  TransportSeal(Secret secret) {
    this.seal = new Seal(secret);
  }

  /** What is told, as it goes to NATS at this time. */
  byte[] seal(TransportDiscovery told, long millis) {
    // what is said twice within a millisecond would not be believed
    long sentAt = Math.max(millis, last.getOrDefault(told.getId(), 0L) + 1);
    TransportDiscovery sent = told.toBuilder().setSentAt(sentAt).clearMac().build();
    remember(sent.getId(), sentAt);
    return seal.close(sent.toByteArray(), PURPOSE);
  }

  /**
   * What came from NATS, without time and HMAC.
   *
   * @throws Malformed when it is not to be believed, or says what cannot be
   */
  TransportDiscovery open(ByteString bytes, long millis) throws Malformed {
    TransportDiscovery told = parsed(seal.open(bytes, PURPOSE));
    Long before = last.get(told.getId());
    boolean old = before != null && told.getSentAt() <= before;
    if (old || Math.abs(millis - told.getSentAt()) > Seal.WINDOW.toMillis()) {
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
}
