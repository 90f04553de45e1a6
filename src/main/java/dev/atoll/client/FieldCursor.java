package dev.atoll.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Walks over the fields of a protobuf message in received bytes without making anything; to be used again for the next. Where
 * generated classes would cost more than all the rest of a delivery.
 */
public final class FieldCursor {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int MAX_VARINT_BITS = 64;

  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private int at;
  private int end;
  private int tag;
  private long value;
  private boolean malformed;

  /** Begins before a message's first field. */
  public void over(ByteBuf buffer, int offset, int length) {
    bytes = buffer;
    at = offset;
    end = offset + length;
    malformed = false;
  }

  /** Goes to the next field; false after the last, and where the bytes are no message. */
  public boolean next() {
    if (at >= end) {
      return false;
    }
    tag = (int) varint();
    switch (tag & 7) {
      case VARINT -> value = varint();
      case FIXED64 -> skip(Long.BYTES);
      case LENGTH_DELIMITED -> delimited();
      case FIXED32 -> skip(Integer.BYTES);
      default -> malformed = true;
    }
    return !malformed;
  }

  /** Field number and wire type as they are written: {@code number << 3 | type}. */
  public int tag() {
    return tag;
  }

  /** A varint field's value, or how many bytes a length-delimited one has. */
  public int value() {
    return (int) value;
  }

  /** Where a length-delimited field's bytes begin: it ends where the next field begins. */
  public int offset() {
    return at - (int) value;
  }

  /** Whether what was read was no protobuf message. */
  public boolean malformed() {
    return malformed;
  }

  private void delimited() {
    value = varint();
    if (value < 0 || value > end - at) {
      malformed = true;
      return;
    }
    at += (int) value;
  }

  private void skip(int width) {
    malformed |= width > end - at;
    at += width;
  }

  private long varint() {
    long result = 0;
    for (int shift = 0; shift < MAX_VARINT_BITS && at < end; shift += 7) {
      byte next = bytes.getByte(at++);
      result |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return result;
      }
    }
    malformed = true;
    return 0;
  }
}
