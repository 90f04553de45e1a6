package dev.atoll.rooms;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.Rfc4Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What somebody says in a room, in no dialect yet. One object takes message after message; what it holds lies in the message's
 * buffer and is good while that is.
 */
final class Said {
  private ByteBuf source = Unpooled.EMPTY_BUFFER;
  private int bodyAt;
  private int bodyBytes;
  private boolean unreliable;
  private boolean anonymous;

  /** A body that is to arrive, and with it who said it. */
  void set(ByteBuf bytes, int offset, int length) {
    source = bytes;
    bodyAt = offset;
    bodyBytes = length;
    unreliable = false;
    anonymous = false;
  }

  /** As {@link #set(ByteBuf, int, int)}. */
  void set(ByteString body) {
    set(Unpooled.wrappedBuffer(body.asReadOnlyByteBuffer()), 0, body.size());
  }

  /** A newer one may take its place. */
  void markUnreliable(boolean is) {
    unreliable = is;
  }

  /** Its sender does not say its name each time, where the dialect lets it choose. */
  void markAnonymous() {
    anonymous = true;
  }

  boolean isUnreliable() {
    return unreliable;
  }

  boolean isAnonymous() {
    return anonymous;
  }

  int bodyBytes() {
    return bodyBytes;
  }

  void writeBody(ByteBuf out) {
    out.writeBytes(source, bodyAt, bodyBytes);
  }

  /** Bytes of its own. */
  ByteString body() {
    return ByteString.copyFrom(source.nioBuffer(bodyAt, bodyBytes));
  }

  /** A byte of the body; 0 behind its end. */
  byte bodyByte(int index) {
    return index < bodyBytes ? source.getByte(bodyAt + index) : 0;
  }

  /** Whether these bytes stand there in the body. */
  boolean bodyHas(int index, byte[] bytes) {
    if (index + bytes.length > bodyBytes) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (source.getByte(bodyAt + index + i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Number of the body's kind of message, or {@link Rfc4Kind#UNKNOWN}. */
  int kind() {
    return Rfc4Kind.of(source, bodyAt, bodyBytes);
  }

  /** Number of the body's kind of message if a newer one may take its place, else {@link Rfc4Kind#UNKNOWN}. */
  int replaceableKind() {
    return unreliable ? kind() : Rfc4Kind.UNKNOWN;
  }
}
