package dev.atoll.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.atoll.protocol.FrameDecoder;
import dev.atoll.protocol.Frames;
import dev.atoll.protocol.MessageListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's WebSocket: binary messages in and out as they stand on the wire. Sending and closing is safe from any thread;
 * the events come on the socket's event loop.
 *
 * <p>As on the server, messages go past Vert.x in both directions and it keeps handshake, ping, pong and close: a crowd hears
 * hundreds of thousands of messages a second.
 */
public final class WireSocket {
  /** Room bodies are up to 64 KiB, and a welcome or an island change names every peer. */
  private static final int MAX_MESSAGE_BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(WireSocket.class);

  private final WebSocket webSocket;
  private final ChannelHandlerContext context;
  private SocketEvents events = Unheard.EVENTS;
  private volatile boolean closed;

  private WireSocket(WebSocket webSocket) {
    this.webSocket = webSocket;
    this.context = ((WebSocketInternal) webSocket).channelHandlerContext();
  }

  /** Takes over a socket on its event loop before anything was read from it. */
  static WireSocket over(WebSocket webSocket) {
    WireSocket socket = new WireSocket(webSocket);
    FrameDecoder decoder = new FrameDecoder(socket.new Inbound(), MAX_MESSAGE_BYTES, false);
    socket.context.pipeline().replace("ws-decoder", "atoll-decoder", decoder);
    webSocket.exceptionHandler(fault -> LOG.debug("Socket failed cause={}", fault.toString()));
    webSocket.closeHandler(ignored -> socket.end(SocketEnd.of(webSocket)));
    return socket;
  }

  void start(SocketEvents user) {
    events = user;
  }

  /** The subprotocol the server chose; empty if none. */
  public String subprotocol() {
    String chosen = webSocket.subProtocol();
    return chosen == null ? "" : chosen;
  }

  /** Sends a message; nothing happens once the socket ended. */
  public void send(MessageLite message) {
    if (!closed) {
      int mask = ThreadLocalRandom.current().nextInt();
      sendFrame(Frames.client(context.alloc(), message, mask));
    }
  }

  /** Sends bytes as they are, a whole frame or whatever a test wants a server to read; releases them. */
  public void sendFrame(ByteBuf bytes) {
    context.writeAndFlush(bytes, context.voidPromise());
  }

  /** Asks whether the other side is there; what is given is run at its answer, if it answers. */
  public void ping(Runnable answered) {
    // it may be closing, and not have told us yet
    if (!closed && !webSocket.isClosed()) {
      webSocket.pongHandler(pong -> answered.run());
      webSocket.writePing(Buffer.buffer());
    }
  }

  /** Ends the socket as browsers do, with code 1000; {@link SocketEvents#closed} is not called for it. */
  public void close() {
    if (!closed) {
      closed = true;
      webSocket.close();
    }
  }

  /** Cuts the connection with no closing handshake, as a client does that loses its network. */
  public void cut() {
    closed = true;
    context.channel().close();
  }

  /** Whether neither side closed it. */
  public boolean isOpen() {
    return !closed;
  }

  private void end(SocketEnd end) {
    if (!closed) {
      closed = true;
      events.closed(end);
    }
  }

  private void refuse(short code, String text) {
    if (!closed) {
      webSocket.close(code, text);
      end(new SocketEnd(code, text));
    }
  }

  private final class Inbound implements MessageListener {
    @Override
    public void binaryMessage(ByteBuf buffer, int offset, int length) {
      if (closed) {
        return;
      }
      try {
        events.message(buffer, offset, length);
      } catch (InvalidProtocolBufferException fault) {
        refuse((short) 1007, "Cannot decode message");
      } catch (RuntimeException bug) {
        LOG.error("Client failed", bug);
        refuse((short) 1011, bug.toString());
      }
    }

    @Override
    public void textMessage() {
      refuse((short) 1003, "Text from a server");
    }

    @Override
    public void messageTooLarge() {
      refuse((short) 1009, "Message too large");
    }

    @Override
    public void malformedFrame() {
      refuse((short) 1002, "Not a WebSocket frame");
    }
  }

  /** Until the socket's user is there: nothing can come yet. */
  private enum Unheard implements SocketEvents {
    EVENTS;

    @Override
    public void message(ByteBuf buffer, int offset, int length) {}

    @Override
    public void closed(SocketEnd end) {}
  }
}
