package dev.atoll.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.util.concurrent.TimeUnit;

/**
 * Answers a client's pings, hears its pongs and does the closing handshake with it, in place of Vert.x: that keeps answers
 * for a client that does not read in a queue without bound, and begins to wait for such a client's close only when its own
 * close frame has gone out, which is never.
 */
final class ControlFrames extends ChannelInboundHandlerAdapter {
  /** How long a client may take to read our close frame and to answer it before its connection is cut. */
  static final int CLOSING_SECONDS = 2;

  /** Where frames are written: below Vert.x's handler. */
  private final ChannelHandlerContext context;

  private final ClientSocket socket;

  /** When the close frame has gone out; done long before there is one. */
  private ChannelFuture closeFrame;

  private boolean closing;

  /** The last ping alone is answered (RFC 6455, section 5.5.3), so that pings ask for no more memory than one. */
  private boolean pinged;

  private ByteBuf lastPing = Unpooled.EMPTY_BUFFER;

  ControlFrames(ChannelHandlerContext context, ClientSocket socket) {
    this.context = context;
    this.socket = socket;
    this.closeFrame = context.newSucceededFuture();
  }

  void ping() {
    context.writeAndFlush(new PingWebSocketFrame());
  }

  /** Sends a close frame, waits for the client's for {@link #CLOSING_SECONDS} and ends the connection. */
  void close(CloseReason reason) {
    close(new CloseWebSocketFrame(reason.code(), reason.text()));
  }

  private void close(CloseWebSocketFrame frame) {
    closing = true;
    closeFrame = context.writeAndFlush(frame);
    context.executor().schedule(() -> context.close(), CLOSING_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext above, Object message) {
    socket.controlFrame();
    if (message instanceof PingWebSocketFrame ping) {
      pinged(ping.content());
    } else if (message instanceof PongWebSocketFrame pong) {
      pong.release();
      socket.ponged();
    } else if (message instanceof CloseWebSocketFrame close) {
      closed(close);
    } else {
      above.fireChannelRead(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext above) {
    pong();
    above.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext above) {
    pong();
    above.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext above) {
    socket.closedByClient(Sockets.LOST);
    above.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext above) {
    lastPing.release();
    lastPing = Unpooled.EMPTY_BUFFER;
  }

  private void pinged(ByteBuf content) {
    lastPing.release();
    lastPing = content;
    pinged = true;
  }

  private void pong() {
    if (pinged && !closing && context.channel().isWritable()) {
      pinged = false;
      context.writeAndFlush(new PongWebSocketFrame(lastPing));
      lastPing = Unpooled.EMPTY_BUFFER;
    }
  }

  /** The client's close frame: the end of the handshake, or its beginning, which is echoed. */
  private void closed(CloseWebSocketFrame frame) {
    if (closing) {
      frame.release();
    } else {
      close(frame);
      socket.closedByClient(Sockets.BY_CLIENT);
    }
    closeFrame.addListener(done -> context.close());
  }
}
