package dev.atoll.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * Reads WebSocket frames (RFC 6455, section 5) in place of Netty's decoder, once the handshake is done. Whole binary
 * messages are unmasked where they lie and handed on without a copy; fragmented ones are put together first, up to the
 * limit. Ping, pong and close go up as Netty frames, for Vert.x to answer.
 *
 * <p>A text message and one over the limit are reported and skipped, so that the closing handshake after them is still
 * read; after bytes that are no WebSocket frame nothing is read any more. Used on its channel's event loop only.
 */
public final class FrameDecoder extends ChannelInboundHandlerAdapter {
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int RESERVED_BITS = 0x70;
  private static final int MOST_CONTROL_BYTES = 125;
  private static final int MORE_BYTES_NEEDED = -1;

  private final MessageListener listener;
  private final int limit;
  private final boolean masked;

  /** Where a fragmented message stands. */
  private enum Fragmented {
    NO,
    GATHERED,
    SKIPPED
  }

  /** Bytes of a frame that has not come whole: less than one frame and what was read with its end. */
  private ByteBuf rest = Unpooled.EMPTY_BUFFER;

  private Fragmented fragmented = Fragmented.NO;

  /** What has come of a gathered message: at most the limit. */
  private ByteBuf fragments = Unpooled.EMPTY_BUFFER;

  /** Payload bytes of a refused frame that are still to come. */
  private long skip;

  private boolean broken;

  /**
   * @param listener told of messages and faults
   * @param limit most bytes of a message
   * @param masked whether frames have to be masked: true for a server, false for a client
   */
  public FrameDecoder(MessageListener listener, int limit, boolean masked) {
    this.listener = listener;
    this.limit = limit;
    this.masked = masked;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
      return;
    }
    ByteBuf in = joined(bytes);
    try {
      int used = frames(context, in);
      keep(context, in, used);
    } finally {
      in.release();
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
    broken = true;
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

  private int frames(ChannelHandlerContext context, ByteBuf in) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (at < end && !broken) {
      if (skip > 0) {
        int skipped = (int) Math.min(skip, end - at);
        skip -= skipped;
        at += skipped;
        continue;
      }
      int next = frame(context, in, at, end);
      if (next == MORE_BYTES_NEEDED) {
        return at;
      }
      at = next;
    }
    return broken ? end : at;
  }

  private void keep(ChannelHandlerContext context, ByteBuf in, int used) {
    int left = in.writerIndex() - used;
    if (left > 0 && !broken) {
      rest = context.alloc().buffer(Math.max(256, 2 * left)).writeBytes(in, used, left);
    }
  }

  /** One frame from {@code at} on; where the next begins, or {@link #MORE_BYTES_NEEDED}. */
  private int frame(ChannelHandlerContext context, ByteBuf in, int at, int end) {
    if (end - at < 2) {
      return MORE_BYTES_NEEDED;
    }
    int first = in.getByte(at);
    int second = in.getByte(at + 1);
    int code = first & 0x0F;
    boolean whole = first < 0;
    if ((first & RESERVED_BITS) != 0 || second < 0 != masked) {
      return malformed(end);
    }
    int lengthBytes = lengthBytes(second & 0x7F);
    int header = 2 + lengthBytes + (masked ? 4 : 0);
    if (end - at < header) {
      return MORE_BYTES_NEEDED;
    }
    long length = length(in, at + 2, second & 0x7F);
    if (length < 0 || code >= CLOSE && (!whole || length > MOST_CONTROL_BYTES)) {
      return malformed(end);
    }
    if (code < CLOSE && refuses(code, whole, length)) {
      skip = length;
      return broken ? end : at + header;
    }
    if (end - at - header < length) {
      return MORE_BYTES_NEEDED;
    }
    int payload = at + header;
    if (masked) {
      Frames.mask(in, payload, (int) length, in.getInt(payload - 4));
    }
    if (code < CLOSE) {
      data(context, in, payload, (int) length, first);
    } else {
      control(context, in.retainedSlice(payload, (int) length), code);
    }
    return payload + (int) length;
  }

  private static int lengthBytes(int shortLength) {
    return shortLength < 126 ? 0 : shortLength == 126 ? 2 : 8;
  }

  private static long length(ByteBuf in, int at, int shortLength) {
    return shortLength < 126
        ? shortLength
        : shortLength == 126 ? in.getUnsignedShort(at) : in.getLong(at);
  }

  /** Whether a data frame's payload is to be skipped; tells the listener why. */
  private boolean refuses(int code, boolean whole, long length) {
    boolean begins = code != CONTINUATION;
    if (code > BINARY || begins != (fragmented == Fragmented.NO)) {
      malformed(0);
      return true;
    }
    boolean tooLarge = length > limit - fragments.readableBytes();
    if (code != TEXT && fragmented != Fragmented.SKIPPED && !tooLarge) {
      return false;
    }
    boolean news = fragmented != Fragmented.SKIPPED;
    dropFragments();
    fragmented = whole ? Fragmented.NO : Fragmented.SKIPPED;
    if (news && code == TEXT) {
      listener.textMessage();
    } else if (news) {
      listener.messageTooLarge();
    }
    return true;
  }

  private void data(ChannelHandlerContext context, ByteBuf in, int payload, int length, int first) {
    boolean whole = first < 0;
    if (whole && fragmented == Fragmented.NO) {
      listener.binaryMessage(in, payload, length);
      return;
    }
    if (fragmented == Fragmented.NO) {
      fragments = context.alloc().buffer(length);
    }
    fragments.writeBytes(in, payload, length);
    fragmented = whole ? Fragmented.NO : Fragmented.GATHERED;
    if (whole) {
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
    switch (code) {
      case CLOSE -> close(context, payload);
      case PING -> context.fireChannelRead(new PingWebSocketFrame(payload));
      case PONG -> context.fireChannelRead(new PongWebSocketFrame(payload));
      default -> {
        payload.release();
        malformed(0);
      }
    }
  }

  /** A close frame holds nothing, or a status code that may be sent and a reason. */
  private void close(ChannelHandlerContext context, ByteBuf payload) {
    int length = payload.readableBytes();
    boolean valid = length == 0
        || length >= 2
            && WebSocketCloseStatus.isValidStatusCode(payload.getShort(payload.readerIndex()));
    if (valid) {
      context.fireChannelRead(new CloseWebSocketFrame(true, 0, payload));
      return;
    }
    payload.release();
    malformed(0);
  }

  private int malformed(int end) {
    if (!broken) {
      broken = true;
      listener.malformedFrame();
    }
    return end;
  }

  private void dropFragments() {
    fragments.release();
    fragments = Unpooled.EMPTY_BUFFER;
  }
}
