package dev.atoll.session;

import dev.atoll.config.SessionSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All WebSockets of one event loop: opens them, counts how they end, and closes them when the node drains. Used on that
 * event loop only.
 */
public final class Sockets {
  /** Seconds a client has to answer our close frame before its connection is cut. */
  private static final int CLOSING_SECONDS = 2;

  /** Name of Vert.x's own handler in a WebSocket's pipeline. */
  private static final String HANDLER = "handler";

  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  private final Vertx vertx;
  private final SessionSettings settings;
  private final MeterRegistry meters;

  /** As many as the operating system lets in: each is one of its connections. */
  private final Set<ClientSocket> open = new HashSet<>();

  private boolean draining;

  public Sockets(Vertx vertx, SessionSettings settings, MeterRegistry meters) {
    this.vertx = vertx;
    this.settings = settings;
    this.meters = meters;
  }

  /**
   * What the HTTP server needs so that sockets work: no compression (it would break RFC 6455's reserved bits and the sharing
   * of frames), the first requested subprotocol echoed and none unasked, a short closing handshake.
   */
  public static HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setWebSocketSubProtocols(List.of("*"))
        .setWebSocketClosingTimeout(CLOSING_SECONDS)
        .setTcpNoDelay(true);
  }

  /**
   * Upgrades a request and gives the socket to its door. While draining the socket is closed at once.
   *
   * @param door makes the listener of a new socket; may already write to it, or close it and is then
   *     told nothing of it
   */
  public void upgrade(
      HttpServerRequest request, SocketKind kind, Function<ClientSocket, SocketListener> door) {
    // asked of the connection, since a router wraps request and socket, and a wrapper hides the
    // channel
    ChannelPipeline pipeline = ((ConnectionBase) request.connection()).channel().pipeline();
    request
        .toWebSocket()
        .onSuccess(webSocket -> opened(webSocket, pipeline.context(HANDLER), kind, door))
        .onFailure(
            fault -> LOG.debug("Upgrade failed door={} cause={}", kind.door(), fault.toString()));
  }

  /** How many sockets are open. */
  public int size() {
    return open.size();
  }

  /** Lets no new socket live and closes all, with a reason that sends clients elsewhere. */
  public void drain() {
    draining = true;
    for (ClientSocket socket : new ArrayList<>(open)) {
      socket.close(CloseReason.DRAINING);
    }
  }

  private void opened(
      ServerWebSocket webSocket,
      ChannelHandlerContext context,
      SocketKind kind,
      Function<ClientSocket, SocketListener> door) {
    ClientSocket socket = new ClientSocket(webSocket, context, kind, this);
    open.add(socket);
    meters.counter("atoll.sockets.opened", "door", kind.door()).increment();
    if (draining) {
      socket.close(CloseReason.DRAINING);
      return;
    }
    socket.start(door.apply(socket));
  }

  void closed(ClientSocket socket, SocketKind kind, CloseReason reason) {
    open.remove(socket);
    count(kind, reason.name());
  }

  void closedByClient(ClientSocket socket, SocketKind kind) {
    open.remove(socket);
    count(kind, "BY_CLIENT");
  }

  Vertx vertx() {
    return vertx;
  }

  SessionSettings settings() {
    return settings;
  }

  private void count(SocketKind kind, String reason) {
    meters
        .counter("atoll.sockets.closed", "door", kind.door(), "reason", reason)
        .increment();
  }
}
