package dev.atoll.bus;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/**
 * What a message carries: bytes, or a protobuf message that becomes bytes only where somebody wants them. Immutable and safe
 * for any thread.
 */
public interface Payload {
  /** No bytes. */
  Payload EMPTY = of(ByteString.EMPTY);

  /** The bytes as they go over a wire. */
  ByteString bytes();

  /** Bytes as they came. */
  static Payload of(ByteString bytes) {
    return new Encoded(bytes);
  }

  /** A message that is encoded when first asked for. */
  static Payload of(MessageLite message) {
    return new Decoded(message);
  }

  /**
   * This payload as a protobuf message: without work when it already is one of that type, parsed otherwise.
   *
   * @throws InvalidProtocolBufferException when the bytes are not such a message
   */
  default <T extends MessageLite> T as(Class<T> type, Parser<T> parser)
      throws InvalidProtocolBufferException {
    if (this instanceof Decoded decoded && type.isInstance(decoded.message())) {
      return type.cast(decoded.message());
    }
    return parser.parseFrom(bytes());
  }

  /** Bytes as they came. */
  record Encoded(ByteString bytes) implements Payload {}

  /** A message not yet encoded. */
  record Decoded(MessageLite message) implements Payload {
    @Override
    public ByteString bytes() {
      return message.toByteString();
    }
  }
}
