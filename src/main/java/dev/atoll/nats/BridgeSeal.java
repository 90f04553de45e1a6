package dev.atoll.nats;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Subject;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.BridgeMessage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes what rooms of one realm tell each other believable over NATS, where everybody can speak: who could say what he likes here
 * would speak with any peer's voice. Each message says who sent it, its how manieth that is and when, and is for its subject only. Used
 * on one context.
 */
final class BridgeSeal {
  /** Senders that showed the secret; past it the messages of the eldest may be said again within the window. */
  private static final int MOST_REMEMBERED = 1000;

  private static final int LONGEST_SENDER = 64;

  private final Seal seal;
  private final String sender;
  private long number;

  /** The last number of each. */
  private final Map<String, Long> last = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > MOST_REMEMBERED;
    }
  };

  /** @param sender of at most 64 characters; no two on one NATS, nor before and after a start, have the same */
  BridgeSeal(Secret secret, String sender) {
    this.seal = new Seal(secret);
    this.sender = sender;
  }

  /** What is told under a subject, as it goes to NATS at this time. */
  byte[] seal(Subject subject, BridgeMessage told, long millis) {
    BridgeMessage sent = told.toBuilder()
        .setSender(sender)
        .setNumber(++number)
        .setSentAt(millis)
        .clearMac()
        .build();
    return seal.close(sent.toByteArray(), subject.name());
  }

  /**
   * What came from NATS under a subject, without what only NATS needs.
   *
   * @throws Malformed when it is not to be believed
   */
  BridgeMessage open(Subject subject, ByteString bytes, long millis) throws Malformed {
    BridgeMessage told = parsed(seal.open(bytes, subject.name()));
    boolean old = told.getNumber() <= last.getOrDefault(told.getSender(), 0L);
    boolean late = Math.abs(millis - told.getSentAt()) > Seal.WINDOW.toMillis();
    if (old || late || told.getSender().length() > LONGEST_SENDER) {
      throw new Malformed("said before, or at another time");
    }
    last.put(told.getSender(), told.getNumber());
    return told.toBuilder().clearSender().clearNumber().clearSentAt().build();
  }

  private static BridgeMessage parsed(ByteString plain) throws Malformed {
    try {
      return BridgeMessage.parseFrom(plain);
    } catch (InvalidProtocolBufferException wrong) {
      throw new Malformed("bridge");
    }
  }
}
