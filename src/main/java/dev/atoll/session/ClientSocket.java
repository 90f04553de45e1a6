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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket of a client: messages in, frames out, and one close with a reason. Belongs to the event loop of its channel
 * and is used on it only.
 *
 * <p>Vert.x keeps the handshake, ping, pong and close; messages go past it in both directions, as ready frames, so that a
 * frame made once serves many receivers. This is the only class that reaches for the channel.
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
  private SocketListener listener = Closed.LISTENER;
  private boolean closed;

  ClientSocket(
      ServerWebSocket webSocket, ChannelHandlerContext context, SocketKind kind, Sockets sockets) {
    this.webSocket = webSocket;
    this.context = context;
    this.home = ContextInternal.current().unwrap();
    this.kind = kind;
    this.sockets = sockets;
    this.stage = new Deadline(sockets.vertx(), this);
    this.keepAlive = new KeepAlive(sockets.vertx(), sockets.settings(), this);
  }

  void start(SocketListener door) {
    if (closed) {
      return;
    }
    listener = door;
    FrameDecoder decoder = new FrameDecoder(new Inbound(), kind.maxMessageBytes(), true);
    context.pipeline().replace("wsdecoder", "atoll-decoder", decoder);
    webSocket.pongHandler(ignored -> keepAlive.pong());
    webSocket.exceptionHandler(
        fault -> LOG.debug("Socket failed door={} cause={}", kind.door(), fault.toString()));
    webSocket.closeHandler(ignored -> closedByClient());
    keepAlive.start();
  }

  /** Frames a message, writes and flushes it. A client that lets more than its queue's bytes wait is closed as slow. */
  public void send(MessageLite message) {
    sendFrame(Frames.server(allocator(), message));
  }

  /** Sends a message of which this one field, already encoded, is all; otherwise as {@link #send}. */
  public void sendField(int number, ByteString field) {
    sendFrame(Frames.serverField(allocator(), number, field));
  }

  private void sendFrame(ByteBuf frame) {
    if (closed) {
      frame.release();
      return;
    }
    write(frame);
    flush();
    if (pendingBytes() > sockets.settings().queueBytes().bytes()) {
      close(CloseReason.TOO_SLOW);
    }
  }

  /** Hands over whole server frames, to go out with the next {@link #flush}; releases them when the socket is closed. */
  public void write(ByteBuf frames) {
    if (closed) {
      frames.release();
      return;
    }
    context.write(frames, context.voidPromise());
  }

  /** Sends what was written. */
  public void flush() {
    if (!closed) {
      context.flush();
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
    stage.set(time, reason);
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
   * client that does not answer the close frame is cut off soon after.
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
    sockets.closed(this, kind, reason);
    webSocket.close((short) reason.code(), reason.text());
    end();
  }

  void ping() {
    webSocket.writePing(Buffer.buffer());
  }

  private void closedByClient() {
    if (!closed) {
      sockets.closedByClient(this, kind);
      end();
    }
  }

  private void end() {
    closed = true;
    stage.clear();
    keepAlive.stop();
    SocketListener last = listener;
    listener = Closed.LISTENER;
    last.closed();
  }

  private Channel channel() {
    return context.channel();
  }

  /** The top of a session: a client's fault, and a bug of ours, end this socket and no other. */
  private final class Inbound implements MessageListener {
    @Override
    public void binaryMessage(ByteBuf buffer, int offset, int length) {
      ContextInternal before = home.beginDispatch();
      try {
        listener.message(buffer, offset, length);
      } catch (ClientFault fault) {
        close(fault.reason());
      } catch (InvalidProtocolBufferException fault) {
        close(kind.undecodable());
      } catch (RuntimeException bug) {
        LOG.error("Session failed door={} remote={}", kind.door(), webSocket.remoteAddress(), bug);
        close(CloseReason.INTERNAL_ERROR);
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
      if (isWritable()) {
        home.dispatch(ignored -> listener.writable());
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
