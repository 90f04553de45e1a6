package dev.atoll.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A decoder in a channel of its own, fed with bytes; keeps what it said, in order, and counts the memory it holds. */
final class DecodedStream implements MessageListener {
  /** {@code binary 0102}, {@code ping 01}, {@code close 03e8}, {@code text}, {@code too large}, {@code malformed}. */
  final List<String> events = new ArrayList<>();

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final EmbeddedChannel channel;
  private long mostBytesHeld;

  DecodedStream(int limit) {
    this(limit, true);
  }

  DecodedStream(int limit, boolean masked) {
    channel = new EmbeddedChannel();
    channel.config().setAllocator(allocator);
    channel.pipeline().addLast(new FrameDecoder(this, limit, masked), new ControlFrames());
  }

  DecodedStream feed(byte... bytes) {
    channel.writeInbound(allocator.buffer(Math.max(1, bytes.length)).writeBytes(bytes));
    mostBytesHeld = Math.max(mostBytesHeld, bytesHeld());
    return this;
  }

  /** Bytes of buffers that are not released. */
  long bytesHeld() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  /** The most that were held after a read. */
  long mostBytesHeld() {
    return mostBytesHeld;
  }

  /** Ends the connection; what is still held after it leaked. */
  DecodedStream end() {
    channel.finishAndReleaseAll();
    return this;
  }

  @Override
  public void binaryMessage(ByteBuf buffer, int offset, int length) {
    events.add(("binary " + ByteBufUtil.hexDump(buffer, offset, length)).strip());
  }

  @Override
  public void textMessage() {
    events.add("text");
  }

  @Override
  public void messageTooLarge() {
    events.add("too large");
  }

  @Override
  public void malformedFrame() {
    events.add("malformed");
  }

  private final class ControlFrames extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      WebSocketFrame frame = (WebSocketFrame) message;
      String kind = frame.getClass().getSimpleName().replace("WebSocketFrame", "");
      events.add(
          (kind.toLowerCase(Locale.ROOT) + " " + ByteBufUtil.hexDump(frame.content())).strip());
      frame.release();
    }
  }
}
