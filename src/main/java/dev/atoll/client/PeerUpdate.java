package dev.atoll.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What a member of a room said, read where it lies in the received bytes: nothing is made for each message. Valid only during
 * the call that hands it over.
 */
public final class PeerUpdate {
  /** WsPacket.peer_update_message. */
  private static final int UPDATE = 3 << 3 | 2;

  private static final int FROM_ALIAS = 1 << 3;
  private static final int BODY = 2 << 3 | 2;
  private static final int UNRELIABLE = 3 << 3;

  private final FieldCursor fields = new FieldCursor();
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private int alias;
  private int bodyOffset;
  private int bodyLength;
  private boolean unreliable;

  /** Who said it. */
  public int alias() {
    return alias;
  }

  /** Holds the body. */
  public ByteBuf buffer() {
    return buffer;
  }

  /** Absolute index of the body's first byte. */
  public int bodyOffset() {
    return bodyOffset;
  }

  /** How many bytes the body has. */
  public int bodyLength() {
    return bodyLength;
  }

  /** Whether the sender lets a newer one take its place. */
  public boolean unreliable() {
    return unreliable;
  }

  /** The body as the packet explorers put there. */
  public Packet packet() throws InvalidProtocolBufferException {
    return Packet.parseFrom(buffer.nioBuffer(bodyOffset, bodyLength));
  }

  /** Reads a WsPacket that is one peer update and nothing else; false when it is not. */
  public boolean read(ByteBuf bytes, int offset, int length) {
    fields.over(bytes, offset, length);
    if (!fields.next()
        || fields.tag() != UPDATE
        || fields.offset() + fields.value() != offset + length) {
      return false;
    }
    buffer = bytes;
    alias = 0;
    bodyOffset = offset;
    bodyLength = 0;
    unreliable = false;
    fields.over(bytes, fields.offset(), fields.value());
    while (fields.next()) {
      switch (fields.tag()) {
        case FROM_ALIAS -> alias = fields.value();
        case BODY -> {
          bodyOffset = fields.offset();
          bodyLength = fields.value();
        }
        case UNRELIABLE -> unreliable = fields.value() != 0;
        default -> {}
      }
    }
    return !fields.malformed();
  }
}
