package dev.atoll.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Whole WebSocket messages as one frame each (RFC 6455, section 5.2). What a server sends is not masked, so the same bytes
 * serve every receiver; what a client sends is masked.
 */
public final class Frames {
  /** Most bytes a frame's header takes without mask. */
  public static final int MAX_HEADER = 10;

  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_BINARY = 0x82;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;

  private Frames() {}

  /** Appends the header of an unmasked binary message of that many payload bytes. */
  public static void writeHeader(ByteBuf out, int payloadBytes) {
    out.ensureWritable(MAX_HEADER);
    out.writeByte(FINAL_BINARY);
    writeLength(out, payloadBytes, 0);
  }

  /** Appends the header of an unmasked text message of that many payload bytes. */
  public static void writeTextHeader(ByteBuf out, int payloadBytes) {
    out.ensureWritable(MAX_HEADER);
    out.writeByte(FINAL_TEXT);
    writeLength(out, payloadBytes, 0);
  }

  /** Appends a message, framed for sending by a server. */
  public static void append(ByteBuf out, MessageLite message) {
    int size = message.getSerializedSize();
    writeHeader(out, size);
    writeBody(out, message, size);
  }

  /** A message framed for sending by a server. The caller owns the buffer. */
  public static ByteBuf server(ByteBufAllocator allocator, MessageLite message) {
    ByteBuf frame = allocator.buffer(message.getSerializedSize() + MAX_HEADER);
    append(frame, message);
    return frame;
  }

  /** A message of which one length-delimited field is all, framed for sending by a server. The caller owns the buffer. */
  public static ByteBuf serverField(ByteBufAllocator allocator, int number, ByteString field) {
    int tag = number << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    int length = field.size();
    int size = CodedOutputStream.computeUInt32SizeNoTag(tag)
        + CodedOutputStream.computeUInt32SizeNoTag(length)
        + length;
    ByteBuf frame = allocator.buffer(size + MAX_HEADER);
    writeHeader(frame, size);
    writeVarint(frame, tag);
    writeVarint(frame, length);
    field.asReadOnlyByteBufferList().forEach(frame::writeBytes);
    return frame;
  }

  /** Appends an unsigned number as protobuf writes it. */
  public static void writeVarint(ByteBuf out, int value) {
    int left = value;
    while ((left & ~0x7F) != 0) {
      out.writeByte(left & 0x7F | 0x80);
      left >>>= 7;
    }
    out.writeByte(left);
  }

  /** A message framed and masked for sending by a client. The caller owns the buffer. */
  public static ByteBuf client(ByteBufAllocator allocator, MessageLite message, int mask) {
    int size = message.getSerializedSize();
    ByteBuf frame = allocator.buffer(size + MAX_HEADER + 4);
    frame.writeByte(FINAL_BINARY);
    writeLength(frame, size, MASKED);
    frame.writeInt(mask);
    int start = frame.writerIndex();
    writeBody(frame, message, size);
    mask(frame, start, size, mask);
    return frame;
  }

  /** Masks or unmasks a part of a buffer in place. */
  public static void mask(ByteBuf buffer, int offset, int length, int mask) {
    long wide = (long) mask << 32 | mask & 0xFFFFFFFFL;
    int end = offset + length;
    int at = offset;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      buffer.setLong(at, buffer.getLong(at) ^ wide);
    }
    for (int turn = 0; at < end; at++, turn++) {
      buffer.setByte(at, buffer.getByte(at) ^ mask >>> 24 - 8 * (turn & 3));
    }
  }

  private static void writeLength(ByteBuf out, int length, int maskBit) {
    if (length < SHORT_LENGTH) {
      out.writeByte(maskBit | length);
    } else if (length <= 0xFFFF) {
      out.writeByte(maskBit | SHORT_LENGTH).writeShort(length);
    } else {
      out.writeByte(maskBit | LONG_LENGTH).writeLong(length);
    }
  }

  private static void writeBody(ByteBuf out, MessageLite message, int size) {
    out.ensureWritable(size);
    int start = out.writerIndex();
    try {
      CodedOutputStream stream = stream(out, start, size);
      message.writeTo(stream);
      stream.flush();
      out.writerIndex(start + size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Straight into the buffer's memory where it is of one piece. */
  private static CodedOutputStream stream(ByteBuf out, int start, int size) {
    if (out.hasArray()) {
      return CodedOutputStream.newInstance(out.array(), out.arrayOffset() + start, size);
    }
    return out.nioBufferCount() == 1
        ? CodedOutputStream.newInstance(out.nioBuffer(start, size))
        : CodedOutputStream.newInstance(new ByteBufOutputStream(out), Math.max(size, 1));
  }
}
