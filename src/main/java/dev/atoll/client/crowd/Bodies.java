package dev.atoll.client.crowd;

import dev.atoll.client.FieldCursor;
import dev.atoll.protocol.message.Chat;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.PlayerPosition;
import io.netty.buffer.ByteBuf;

/**
 * Writes and reads the bodies of a crowd's messages: positions and chats, each counted for itself. Reading makes nothing; an
 * object serves one thread.
 */
final class Bodies {
  /** What a body is. */
  enum Kind {
    POSITION,
    CHAT,
    OTHER
  }

  private static final String CHAT_PREFIX = "crowd #";
  private static final int PACKET_POSITION = 1 << 3 | 2;
  private static final int PACKET_CHAT = 5 << 3 | 2;
  private static final int POSITION_INDEX = 1 << 3;
  private static final int CHAT_MESSAGE = 1 << 3 | 2;

  private final FieldCursor fields = new FieldCursor();
  private int sequence;

  static Packet position(int sequence, double x, double z) {
    PlayerPosition position = PlayerPosition.newBuilder()
        .setIndex(sequence)
        .setPositionX((float) x)
        .setPositionZ((float) z)
        .setRotationW(1)
        .build();
    return Packet.newBuilder().setPosition(position).build();
  }

  static Packet chat(int sequence, double seconds) {
    Chat chat = Chat.newBuilder()
        .setMessage(CHAT_PREFIX + sequence)
        .setTimestamp(seconds)
        .build();
    return Packet.newBuilder().setChat(chat).build();
  }

  /** What a body is; whose sequence is then {@link #sequence()}. What has none is {@link Kind#OTHER}. */
  Kind read(ByteBuf buffer, int offset, int length) {
    fields.over(buffer, offset, length);
    while (fields.next()) {
      if (fields.tag() == PACKET_POSITION) {
        return position(buffer);
      }
      if (fields.tag() == PACKET_CHAT) {
        return chat(buffer);
      }
    }
    return Kind.OTHER;
  }

  int sequence() {
    return sequence;
  }

  private Kind position(ByteBuf buffer) {
    fields.over(buffer, fields.offset(), fields.value());
    while (fields.next()) {
      if (fields.tag() == POSITION_INDEX) {
        sequence = fields.value();
        return Kind.POSITION;
      }
    }
    return Kind.OTHER;
  }

  private Kind chat(ByteBuf buffer) {
    fields.over(buffer, fields.offset(), fields.value());
    while (fields.next()) {
      if (fields.tag() == CHAT_MESSAGE) {
        return number(buffer, fields.offset(), fields.offset() + fields.value());
      }
    }
    return Kind.OTHER;
  }

  private Kind number(ByteBuf buffer, int start, int end) {
    int at = start;
    for (int i = 0; i < CHAT_PREFIX.length(); i++, at++) {
      if (at >= end || buffer.getByte(at) != CHAT_PREFIX.charAt(i)) {
        return Kind.OTHER;
      }
    }
    sequence = 0;
    for (; at < end; at++) {
      int digit = buffer.getByte(at) - '0';
      if (digit < 0 || digit > 9) {
        return Kind.OTHER;
      }
      sequence = sequence * 10 + digit;
    }
    return Kind.CHAT;
  }
}
