package dev.atoll.session;

import dev.atoll.config.SessionSettings;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Holds a client to {@code session.inbound-rate}: who sends more is read later, so that its own network pushes back, nothing
 * is lost, and neither the event loop nor those who receive from it are flooded. Stands before the frame decoder.
 */
final class InboundRate extends ChannelInboundHandlerAdapter {
  /** What a frame costs beside its bytes: without it, the smallest frames would be nearly free. */
  private static final int FRAME_BYTES = 512;

  private static final int BURST_SECONDS = 4;

  private final TokenBucket bytes;

  /** So that the pong of a flooding client is still read in time. */
  private final long longestPause;

  private int frames;

  InboundRate(SessionSettings settings) {
    int rate = settings.inboundRate().bytes();
    this.bytes = new TokenBucket(rate, (double) BURST_SECONDS * rate, System.nanoTime());
    this.longestPause = settings.pongTimeout().toNanos() / 2;
  }

  /** A frame of those being read was for us to answer. */
  void frame() {
    frames++;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    int read = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
    context.fireChannelRead(message);
    long wait = bytes.take(read + (double) frames * FRAME_BYTES, System.nanoTime());
    frames = 0;
    if (wait > 0) {
      pause(context, Math.min(wait, longestPause));
    }
  }

  private static void pause(ChannelHandlerContext context, long nanos) {
    ChannelConfig config = context.channel().config();
    if (config.isAutoRead()) {
      config.setAutoRead(false);
      context.executor().schedule(() -> config.setAutoRead(true), nanos, TimeUnit.NANOSECONDS);
    }
  }
}
