package dev.atoll.rpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.atoll.protocol.message.RpcHeader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Kinds of messages, in the order of their numbers on the wire. A message's identifier is {@code kind << 27 | number}, where the
 * client chooses the number and what answers a message has its number.
 */
enum RpcType {
  EMPTY,
  REQUEST,
  RESPONSE,
  STREAM_MESSAGE,
  STREAM_ACK,
  CREATE_PORT,
  CREATE_PORT_RESPONSE,
  REQUEST_MODULE,
  REQUEST_MODULE_RESPONSE,
  REMOTE_ERROR,
  DESTROY_PORT,
  SERVER_READY;

  private static final int SHIFT = 27;
  private static final int NUMBER_MASK = (1 << SHIFT) - 1;
  private static final RpcType[] ALL = values();
  private static final int IDENTIFIER_TAG =
      RpcHeader.MESSAGE_IDENTIFIER_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_FIXED32;

  /** The identifier of a message of this kind. */
  int identifier(int number) {
    return ordinal() << SHIFT | number & NUMBER_MASK;
  }

  static int number(int identifier) {
    return identifier & NUMBER_MASK;
  }

  /** Its kind; {@link #EMPTY} where there is no such kind, since neither means anything. */
  static RpcType of(int identifier) {
    int kind = identifier >>> SHIFT;
    return kind < ALL.length ? ALL[kind] : EMPTY;
  }

  /**
   * The identifier of a message, 0 when it has none. The buffer stays as it is.
   *
   * @throws InvalidProtocolBufferException when the bytes are no protobuf message
   */
  static int identifier(ByteBuffer message) throws InvalidProtocolBufferException {
    CodedInputStream in = CodedInputStream.newInstance(message.duplicate());
    int identifier = 0;
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == IDENTIFIER_TAG) {
          identifier = in.readFixed32();
        } else {
          in.skipField(tag);
        }
      }
    } catch (InvalidProtocolBufferException malformed) {
      throw malformed;
    } catch (IOException malformed) {
      throw new InvalidProtocolBufferException(malformed);
    }
    return identifier;
  }
}
