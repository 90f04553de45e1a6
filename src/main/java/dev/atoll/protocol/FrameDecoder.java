package dev.atoll.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.nio.charset.StandardCharsets;

/**
 * Reads WebSocket frames (RFC 6455, section 5) in place of Netty's decoder, once the handshake is done. Whole binary
 * messages are unmasked where they lie and handed on without a copy; fragmented ones are put together first, up to the
 * limit. Ping, pong and close go up the pipeline as Netty frames that own their content.
 *
 * <p>A text message, where none is taken, and one over the limit are reported once, as soon as their header says so, and skipped, so that the
 * closing handshake after them is still read. After a close frame, and after bytes that are no WebSocket frame, nothing is
 * read any more. A frame cut short waits in a buffer of at most its own size and one read. Used on its channel's event loop
 * only.
 */
public final class FrameDecoder extends ChannelInboundHandlerAdapter {
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int RESERVED_BITS = 0x70;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;

  private final MessageListener listener;
  private final int limit;
  private final boolean masked;
  private final boolean takesText;

  /** Where a fragmented message stands. */
  private enum Fragmented {
    NO,
    GATHERED,
    SKIPPED
  }

  /** Bytes of a frame that has not come whole. */
  private ByteBuf rest = Unpooled.EMPTY_BUFFER;

  private Fragmented fragmented = Fragmented.NO;

  /** What has come of a gathered message: at most the limit. */
  private ByteBuf fragments = Unpooled.EMPTY_BUFFER;

  /** Payload bytes of a refused frame that are still to come. */
  private long skip;

  /** Whether what comes is ignored. */
  private boolean over;

  /**
   * @param listener told of messages and faults; what it throws goes up the pipeline
   * @param limit most bytes of a message
   * @param masked whether frames have to be masked: true for a server, false for a client
   */
  public FrameDecoder(MessageListener listener, int limit, boolean masked) {
    this(listener, limit, masked, false);
  }

  /** @param takesText whether text messages are handed on like binary ones, whatever their bytes are */
  public FrameDecoder(MessageListener listener, int limit, boolean masked, boolean takesText) {
    this.listener = listener;
    this.limit = limit;
    this.masked = masked;
    this.takesText = takesText;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
      return;
    }
    ByteBuf in = joined(bytes);
    try {
      frames(context, in);
    } finally {
      keep(context, in, in != bytes);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    listener.readComplete();
    context.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    listener.writabilityChanged();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    rest.release();
    rest = Unpooled.EMPTY_BUFFER;
    dropFragments();
    over = true;
  }

  private ByteBuf joined(ByteBuf bytes) {
    if (rest == Unpooled.EMPTY_BUFFER) {
      return bytes;
    }
    ByteBuf all = rest;
    rest = Unpooled.EMPTY_BUFFER;
    all.writeBytes(bytes);
    bytes.release();
    return all;
  }

  /** A frame that comes in many pieces is gathered in one growing buffer, so that each byte of it is copied a few times only. */
  private void keep(ChannelHandlerContext context, ByteBuf in, boolean own) {
    int left = in.readableBytes();
    if (!over && own && in.readerIndex() == 0) {
      rest = in;
      return;
    }
    if (!over && left > 0) {
      rest = context.alloc().buffer(Math.max(256, 2 * left)).writeBytes(in);
    }
    in.release();
  }

  private void frames(ChannelHandlerContext context, ByteBuf in) {
    do {
      int skipped = (int) Math.min(skip, in.readableBytes());
      in.skipBytes(skipped);
      skip -= skipped;
    } while (!over && frame(context, in));
  }

  /** Takes one frame, or the header of a refused one; false when more bytes are needed. */
  private boolean frame(ChannelHandlerContext context, ByteBuf in) {
    int at = in.readerIndex();
    int ready = in.readableBytes();
    if (ready < 2) {
      return false;
    }
    int first = in.getByte(at);
    int second = in.getByte(at + 1);
    int header = headerBytes(second & 0x7F);
    if (isMalformed(first, second)) {
      return malformed();
    }
    if (ready < header) {
      return false;
    }
    long length = length(in, at + 2, second & 0x7F);
    boolean data = isData(first);
    if (length < 0 || data && isOutOfPlace(first)) {
      return malformed();
    }
    if (data && refuses(first, length)) {
      in.skipBytes(header);
      skip = length;
      return true;
    }
    if (ready - header < length) {
      return false;
    }
    in.skipBytes(header + (int) length);
    payload(context, in, at + header, (int) length, first);
    return true;
  }

  /** What the first two bytes already tell: control frames are short and whole. */
  private boolean isMalformed(int first, int second) {
    int code = first & 0x0F;
    boolean known = isData(first) ? code <= BINARY : code <= PONG;
    boolean wrongControl = !isData(first) && (first >= 0 || (second & 0x7F) >= SHORT_LENGTH);
    return !known || wrongControl || (first & RESERVED_BITS) != 0 || second < 0 != masked;
  }

  private static boolean isData(int first) {
    return (first & 0x0F) < CLOSE;
  }

  private int headerBytes(int shortLength) {
    int lengthBytes = shortLength < SHORT_LENGTH ? 0 : shortLength == SHORT_LENGTH ? 2 : 8;
    return 2 + lengthBytes + (masked ? 4 : 0);
  }

  /** Payload bytes; negative when they are not written in the shortest form, which section 5.2 demands, or negative there. */
  private static long length(ByteBuf in, int at, int shortLength) {
    if (shortLength < SHORT_LENGTH) {
      return shortLength;
    }
    long length = shortLength == LONG_LENGTH ? in.getLong(at) : in.getUnsignedShort(at);
    long least = shortLength == LONG_LENGTH ? 0x10000 : SHORT_LENGTH;
    return length < least ? -1 : length;
  }

  /** A continuation without a beginning, or a beginning within a message. */
  private boolean isOutOfPlace(int first) {
    boolean begins = (first & 0x0F) != CONTINUATION;
    return begins != (fragmented == Fragmented.NO);
  }

  /** Whether a data frame's payload is to be skipped; tells the listener why, once a message. */
  private boolean refuses(int first, long length) {
    boolean whole = first < 0;
    if (fragmented == Fragmented.SKIPPED) {
      fragmented = whole ? Fragmented.NO : Fragmented.SKIPPED;
      return true;
    }
    boolean text = (first & 0x0F) == TEXT && !takesText;
    if (!text && length <= limit - fragments.readableBytes()) {
      return false;
    }
    dropFragments();
    fragmented = whole ? Fragmented.NO : Fragmented.SKIPPED;
    if (text) {
      listener.textMessage();
    } else {
      listener.messageTooLarge();
    }
    return true;
  }

  private void payload(ChannelHandlerContext context, ByteBuf in, int at, int length, int first) {
    if (masked) {
      Frames.mask(in, at, length, in.getInt(at - 4));
    }
    if (!isData(first)) {
      // a copy, since what it lies in is used again
      control(context, in.copy(at, length), first & 0x0F);
    } else if (first < 0 && fragmented == Fragmented.NO) {
      listener.binaryMessage(in, at, length);
    } else {
      fragment(context, in, at, length, first < 0);
    }
  }

  private void fragment(
      ChannelHandlerContext context, ByteBuf in, int at, int length, boolean last) {
    if (fragmented == Fragmented.NO) {
      fragments = context.alloc().buffer(length);
    }
    fragments.writeBytes(in, at, length);
    fragmented = last ? Fragmented.NO : Fragmented.GATHERED;
    if (last) {
      ByteBuf message = fragments;
      fragments = Unpooled.EMPTY_BUFFER;
      try {
        listener.binaryMessage(message, 0, message.readableBytes());
      } finally {
        message.release();
      }
    }
  }

  private void control(ChannelHandlerContext context, ByteBuf payload, int code) {
    if (code == PING) {
      context.fireChannelRead(new PingWebSocketFrame(payload));
    } else if (code == PONG) {
      context.fireChannelRead(new PongWebSocketFrame(payload));
    } else if (isCloseBody(payload)) {
      over = true;
      context.fireChannelRead(new CloseWebSocketFrame(true, 0, payload));
    } else {
      payload.release();
      malformed();
    }
  }

  /** Nothing, or a status code that may be sent and a reason in UTF-8 (sections 5.5.1 and 7.4). */
  private static boolean isCloseBody(ByteBuf payload) {
    int length = payload.readableBytes();
    if (length < 2) {
      return length == 0;
    }
    int code = payload.getUnsignedShort(0);
    boolean sendable = code >= 1000 && code <= 1003
        || code >= 1007 && code <= 1014
        || code >= 3000 && code <= 4999;
    return sendable && ByteBufUtil.isText(payload, 2, length - 2, StandardCharsets.UTF_8);
  }

  private boolean malformed() {
    over = true;
    listener.malformedFrame();
    return false;
  }

  private void dropFragments() {
    fragments.release();
    fragments = Unpooled.EMPTY_BUFFER;
  }
}
