package dev.atoll.cluster;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

/** Numbers and authenticates the batches of one direction of a link: the next one or none. */
final class LinkSeal {
  private static final int SEQUENCE_BYTES = 8;
  private static final int MAC_BYTES = 16;

  private final Mac mac;
  private long next;

  /** @param mac with a key that is used for nothing else */
  LinkSeal(Mac mac) {
    this.mac = mac;
  }

  /** The next batch as it goes over the wire. */
  Buffer seal(byte[] body) {
    byte[] sequence = ByteBuffer.allocate(SEQUENCE_BYTES).putLong(next++).array();
    mac.update(sequence);
    mac.update(body);
    return LinkFrames.framed(sequence, body, Arrays.copyOf(mac.doFinal(), MAC_BYTES));
  }

  /**
   * What is in a frame.
   *
   * @throws LinkFault when it is not authentic, or not the next one
   */
  ByteBuffer open(byte[] frame) {
    if (frame.length < SEQUENCE_BYTES + MAC_BYTES) {
      throw new LinkFault("MALFORMED");
    }
    int end = frame.length - MAC_BYTES;
    mac.update(frame, 0, end);
    byte[] expected = Arrays.copyOf(mac.doFinal(), MAC_BYTES);
    if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(frame, end, frame.length))) {
      throw new LinkFault("NOT_AUTHENTIC");
    }
    if (ByteBuffer.wrap(frame).getLong() != next++) {
      throw new LinkFault("GAP");
    }
    return ByteBuffer.wrap(frame, SEQUENCE_BYTES, end - SEQUENCE_BYTES);
  }
}
