package dev.atoll.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.atoll.protocol.FrameDecoder;
import dev.atoll.protocol.Frames;
import dev.atoll.protocol.MessageListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket of a client: messages in, frames out, and one close with a reason. Belongs to the event loop of its channel
 * and is used on it only.
 *
 * <p>Vert.x does the opening handshake; all frames go past it in both directions, so that a frame made once serves many
 * receivers and nothing waits in a queue without bound. Only this package reaches for the channel.
 */
public final class ClientSocket {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSocket.class);

  private final ServerWebSocket webSocket;
  private final ChannelHandlerContext context;

  /** What the door's code runs on; the channel's handlers are called outside of it. */
  private final ContextInternal home;

  private final SocketKind kind;
  private final Sockets sockets;
  private final Deadline stage;
  private final KeepAlive keepAlive;
  private final ControlFrames control;
  private final InboundRate inboundRate;
  private SocketListener listener = Closed.LISTENER;
  private boolean closed;
  private boolean tooSlow;

  ClientSocket(
      ServerWebSocket webSocket, ChannelHandlerContext context, SocketKind kind, Sockets sockets) {
    this.webSocket = webSocket;
    this.context = context;
    this.home = ContextInternal.current().unwrap();
    this.kind = kind;
    this.sockets = sockets;
    this.stage = new Deadline(sockets.vertx(), this);
    this.keepAlive = new KeepAlive(sockets.vertx(), sockets.settings(), this);
    this.control = new ControlFrames(context, this);
    this.inboundRate = new InboundRate(sockets.settings());
  }

  /** Takes the channel over from Vert.x and lets the door in; whatever the door does, the closing handshake works. */
  void start(Function<ClientSocket, SocketListener> door) {
    webSocket.exceptionHandler(
        fault -> LOG.debug("Socket failed door={} cause={}", kind.door(), fault.toString()));
    ChannelPipeline pipeline = context.pipeline();
    pipeline.addAfter("wsdecoder", "atoll-control", control);
    try {
      SocketListener accepted = door.apply(this);
      if (!closed) {
        listener = accepted;
        keepAlive.start();
      }
    } catch (RuntimeException fault) {
      close(reasonOf(fault));
    }
    pipeline.addBefore("wsdecoder", "atoll-inbound-rate", inboundRate);
    pipeline.replace(
        "wsdecoder",
        "atoll-decoder",
        new FrameDecoder(new Inbound(), kind.maxMessageBytes(), true, kind.text()));
  }

  /** Frames a message, writes and flushes it, as {@link #flush} does. */
  public void send(MessageLite message) {
    sendFrame(Frames.server(allocator(), message));
  }

  /** Sends a message of which this one field, already encoded, is all; otherwise as {@link #send}. */
  public void sendField(int number, ByteString field) {
    sendFrame(Frames.serverField(allocator(), number, field));
  }

  private void sendFrame(ByteBuf frame) {
    write(frame);
    flush();
  }

  /**
   * Hands over whole server frames, to go out with the next {@link #flush}; releases them when the socket is closed or about
   * to be.
   */
  public void write(ByteBuf frames) {
    if (closed || tooSlow) {
      frames.release();
      return;
    }
    context.write(frames, context.voidPromise());
  }

  /**
   * Sends what was written. A client that lets more than {@code session.queue-bytes} wait is closed as too slow: not within
   * this call but soon after, so that a caller in a loop over its sockets is not called back.
   */
  public void flush() {
    if (closed) {
      return;
    }
    context.flush();
    if (!tooSlow && pendingBytes() > sockets.settings().queueBytes().bytes()) {
      tooSlow = true;
      home.runOnContext(ignored -> close(CloseReason.TOO_SLOW));
    }
  }

  /** Whether the channel takes more without holding much back. */
  public boolean isWritable() {
    return channel().isWritable();
  }

  /** Bytes written and not yet taken by the operating system. */
  public long pendingBytes() {
    ChannelOutboundBuffer outbound = channel().unsafe().outboundBuffer();
    return outbound == null ? 0 : outbound.totalPendingWriteBytes();
  }

  /** Where buffers for this socket's frames come from. */
  public ByteBufAllocator allocator() {
    return context.alloc();
  }

  /** Closes the socket with this reason unless another one passes first; a stage's deadline ends with it. */
  public void deadline(Duration time, CloseReason reason) {
    if (!closed) {
      stage.set(time, reason);
    }
  }

  /** The stage was passed in time. */
  public void clearDeadline() {
    stage.clear();
  }

  /** Whether neither side closed it. */
  public boolean isOpen() {
    return !closed;
  }

  /**
   * Closes the socket: the listener is told before this returns, the client by a close frame. Again: nothing happens. A
   * client that does not answer the close frame within two seconds, or does not read it, is cut off.
   */
  public void close(CloseReason reason) {
    if (closed) {
      return;
    }
    LOG.debug(
        "Socket closed door={} reason={} remote={}",
        kind.door(),
        reason,
        webSocket.remoteAddress());
    closed = true;
    control.close(reason);
    end(reason.name());
  }

  void ping() {
    control.ping();
  }

  void controlFrame() {
    inboundRate.frame();
  }

  void ponged() {
    home.dispatch(ignored -> keepAlive.pong());
  }

  void closedByClient(String how) {
    if (!closed) {
      closed = true;
      home.dispatch(ignored -> end(how));
    }
  }

  /** Whatever the listener makes of it, whoever closes many sockets goes on. */
  private void end(String how) {
    sockets.closed(this, kind, how);
    stage.clear();
    keepAlive.stop();
    SocketListener last = listener;
    listener = Closed.LISTENER;
    try {
      last.closed();
    } catch (RuntimeException bug) {
      LOG.error("Session failed to end door={}", kind.door(), bug);
    }
  }

  /** A client's fault, and a bug of ours, end this socket and no other. */
  private CloseReason reasonOf(Throwable fault) {
    if (fault instanceof ClientFault clients) {
      return clients.reason();
    }
    if (fault instanceof InvalidProtocolBufferException) {
      return kind.undecodable();
    }
    LOG.error("Session failed door={} remote={}", kind.door(), webSocket.remoteAddress(), fault);
    return CloseReason.INTERNAL_ERROR;
  }

  private Channel channel() {
    return context.channel();
  }

  /** The top of a session. */
  private final class Inbound implements MessageListener {
    @Override
    public void binaryMessage(ByteBuf buffer, int offset, int length) {
      inboundRate.frame();
      ContextInternal before = home.beginDispatch();
      try {
        listener.message(buffer, offset, length);
      } catch (Exception | StackOverflowError fault) {
        close(reasonOf(fault));
      } finally {
        home.endDispatch(before);
      }
    }

    @Override
    public void textMessage() {
      home.dispatch(ignored -> close(CloseReason.TEXT_FRAME));
    }

    @Override
    public void messageTooLarge() {
      home.dispatch(ignored -> close(CloseReason.TOO_LARGE));
    }

    @Override
    public void malformedFrame() {
      home.dispatch(ignored -> close(CloseReason.PROTOCOL_ERROR));
    }

    @Override
    public void writabilityChanged() {
      if (isWritable() && !closed) {
        home.dispatch(ignored -> writable());
      }
    }

    private void writable() {
      try {
        listener.writable();
      } catch (RuntimeException bug) {
        close(reasonOf(bug));
      }
    }
  }

  /** Takes the door's place once the socket is closed: nothing is heard any more. */
  private enum Closed implements SocketListener {
    LISTENER;

    @Override
    public void message(ByteBuf buffer, int offset, int length) {}

    @Override
    public void closed() {}
  }
}
