package dev.atoll.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.session.ClientFault;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import dev.atoll.session.Refusals;
import dev.atoll.session.SocketKind;
import dev.atoll.session.SocketListener;
import dev.atoll.session.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The WebSocket {@code /gateway}. Used on one event loop only. */
final class SocketDoor {
  private static final String JSON = "atoll.json";
  private static final String PROTOBUF = "atoll.protobuf";

  /** A message of {@link Publishing#MAX_BYTES} in Base64, and what stands around it. */
  private static final int MAX_MESSAGE = 96 << 10;

  private static final SocketKind TEXT =
      new SocketKind("gateway", MAX_MESSAGE, CloseReason.UNDECODABLE, true);
  private static final SocketKind BINARY =
      new SocketKind("gateway", MAX_MESSAGE, CloseReason.UNDECODABLE);

  private final Sockets sockets;
  private final Entry entry;

  SocketDoor(Sockets sockets, Entry entry) {
    this.sockets = sockets;
    this.entry = entry;
  }

  /** A plain GET of it is left to other routes. */
  void mount(Router router) {
    router.get("/gateway").handler(this::open);
  }

  private void open(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (!request.canUpgradeToWebSocket()) {
      routing.next();
      return;
    }
    String subprotocol = subprotocol(request);
    boolean text = !subprotocol.equals(PROTOBUF);
    sockets.upgrade(request, text ? TEXT : BINARY, socket -> {
      if (text && !subprotocol.equals(JSON)) {
        throw new ClientFault(CloseReason.BAD_SUBPROTOCOL);
      }
      return enter(request, socket, text);
    });
  }

  /** The first asked for, which is the one that is echoed; JSON where none is. */
  private static String subprotocol(HttpServerRequest request) {
    String asked = request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    return asked == null ? JSON : asked.split(",", 2)[0].strip();
  }

  private SocketListener enter(HttpServerRequest request, ClientSocket socket, boolean text) {
    try {
      Outlet outlet = new SocketOutlet(socket, text);
      Form form = text ? JsonForm.JSON : Form.PROTOBUF;
      return new Listener(entry.enter(Credentials.of(request), form, outlet, 0), outlet);
    } catch (Refused tooFast) {
      throw new ClientFault(CloseReason.TOPICS_TOO_FAST);
    } catch (RuntimeException refused) {
      throw new ClientFault(Refusals.reason(refused));
    }
  }

  private record Listener(ServerSession session, Outlet outlet) implements SocketListener {
    @Override
    public void message(ByteBuf buffer, int offset, int length)
        throws InvalidProtocolBufferException {
      session.handle(ByteBufUtil.getBytes(buffer, offset, length));
    }

    @Override
    public void writable() {
      session.pump();
    }

    @Override
    public void closed() {
      session.detach(outlet);
    }
  }
}
