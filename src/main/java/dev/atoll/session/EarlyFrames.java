package dev.atoll.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.net.impl.VertxHandler;

/**
 * Notes whether a client sent frames before its upgrade was answered. RFC 6455, section 4.1, forbids it, and Vert.x drops
 * them in silence.
 */
final class EarlyFrames extends ChannelInboundHandlerAdapter {
  private final ChannelPipeline pipeline;
  private boolean seen;

  private EarlyFrames(ChannelPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Watches until {@link #end}. */
  static EarlyFrames watch(ChannelPipeline pipeline) {
    EarlyFrames frames = new EarlyFrames(pipeline);
    pipeline.addBefore(pipeline.context(VertxHandler.class).name(), null, frames);
    return frames;
  }

  /** Stops watching; whether there were any. */
  boolean end() {
    if (pipeline.context(this) != null) {
      pipeline.remove(this);
    }
    return seen;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof WebSocketFrame frame) {
      seen = true;
      frame.release();
    } else {
      context.fireChannelRead(message);
    }
  }
}
