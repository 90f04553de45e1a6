package dev.atoll.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.vertx.core.net.impl.VertxHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a connection whose client connects, or begins a request, and has not ended one in time. Stands behind the HTTP decoder,
 * which says when a request is whole, and goes with it at an upgrade.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  private static final String NAME = "atoll-request-deadline";

  private final Duration time;
  private final Runnable missed;
  private boolean whole;
  private Future<?> deadline;

  private RequestDeadline(ChannelHandlerContext above, Duration time, Runnable missed) {
    this.time = time;
    this.missed = missed;
    this.deadline = above.newSucceededFuture();
  }

  /**
   * Begins with a new connection.
   *
   * @param missed is run when the connection is cut
   */
  static void watch(ChannelPipeline pipeline, Duration time, Runnable missed) {
    ChannelHandlerContext above = pipeline.context(VertxHandler.class);
    pipeline.addBefore(above.name(), NAME, new RequestDeadline(above, time, missed));
  }

  /** Ends with an upgrade, if it was begun. */
  static void end(ChannelPipeline pipeline) {
    if (pipeline.get(NAME) != null) {
      pipeline.remove(NAME);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    begin(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    whole = message instanceof LastHttpContent;
    if (whole) {
      deadline.cancel(false);
    }
    context.fireChannelRead(message);
  }

  /** Whatever was read and did not end a request is the beginning of one. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!whole && deadline.isDone()) {
      begin(context);
    }
    whole = false;
    context.fireChannelReadComplete();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    deadline.cancel(false);
  }

  private void begin(ChannelHandlerContext context) {
    deadline =
        context.executor().schedule(() -> cut(context), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void cut(ChannelHandlerContext context) {
    missed.run();
    context.close();
  }
}
