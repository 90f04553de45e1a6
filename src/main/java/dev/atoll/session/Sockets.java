package dev.atoll.session;

import dev.atoll.config.SessionSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All WebSockets of one event loop: opens them, counts how they end, and closes them when the node drains. Used on that
 * event loop only.
 */
public final class Sockets {
  /** How sockets end that we did not close: with a close frame of the client, or without. */
  static final String BY_CLIENT = "BY_CLIENT";

  static final String LOST = "LOST";

  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Between two looks at how many are to be closed by now. */
  private static final long PACE_MILLIS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  private final Vertx vertx;
  private final SessionSettings settings;
  private final MeterRegistry meters;

  /** As many as the operating system lets in: each is one of its connections. */
  private final Set<ClientSocket> open = new HashSet<>();

  /** Doors that let nobody in any more. */
  private Predicate<SocketKind> shut = kind -> false;

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
        .setWebSocketClosingTimeout(ControlFrames.CLOSING_SECONDS)
        .setTcpNoDelay(true);
  }

  /**
   * Upgrades a request and gives the socket to its door. While draining the socket is closed at once, and so is one
   * whose client did not wait for the answer with its first frame. A request that cannot be upgraded is answered with an
   * error.
   *
   * @param request whose body has not been read; paused, if it had to wait for something
   * @param door makes the listener of a new socket; may already write to it, or close it (or throw) and is then told
   *     nothing of it
   */
  public void upgrade(
      HttpServerRequest request, SocketKind kind, Function<ClientSocket, SocketListener> door) {
    if (!Handshake.isRight(request)) {
      return;
    }
    // asked of the connection, since a router wraps request and socket, and a wrapper hides the
    // channel
    Channel channel = ((ConnectionBase) request.connection()).channel();
    RequestDeadline.end(channel.pipeline());
    EarlyFrames early = EarlyFrames.watch(channel.pipeline());
    request
        .toWebSocket()
        .onSuccess(
            webSocket -> opened(webSocket, channel, kind, early.end() ? Sockets::malformed : door))
        .onFailure(fault -> {
          early.end();
          LOG.debug("Upgrade failed door={} cause={}", kind.door(), fault.toString());
        });
  }

  /** How many sockets are open. */
  public int size() {
    return open.size();
  }

  /** Lets no new socket of these doors live; those that are open stay. */
  public void shut(Predicate<SocketKind> doors) {
    shut = shut.or(doors);
  }

  /** As {@link #drain(Duration)}, at once. */
  public Future<Void> drain() {
    return drain(Duration.ZERO);
  }

  /**
   * Lets no new socket live and closes all, with a reason that sends clients elsewhere; evenly over a time, so that they do not come back
   * all at once, and a few at a time, so that the event loop serves the others meanwhile. Again: closes what is left.
   *
   * @param over shorter where all leave by themselves before
   * @return done when all were told
   */
  public Future<Void> drain(Duration over) {
    shut(kind -> true);
    Draining draining = new Draining(over);
    draining.goOn();
    return draining.done.future();
  }

  /** Those that were open when it began. */
  private final class Draining {
    final Promise<Void> done = Promise.promise();
    private final Queue<ClientSocket> left = new ArrayDeque<>(open);
    private final int all = left.size();
    private final long began = System.nanoTime();
    private final long nanos;

    Draining(Duration over) {
      this.nanos = over.toNanos();
    }

    void goOn() {
      long end = System.nanoTime() + SLICE_NANOS;
      int due = due();
      while (all - left.size() < due && System.nanoTime() - end < 0) {
        left.remove().close(CloseReason.DRAINING);
      }
      if (left.isEmpty() || open.isEmpty()) {
        done.complete();
      } else {
        // not a task: a turn runs those before it reads from sockets again
        long pause = all - left.size() < due ? 1 : PACE_MILLIS;
        vertx.setTimer(pause, id -> goOn());
      }
    }

    /** So many are to be closed by now. */
    private int due() {
      long elapsed = System.nanoTime() - began;
      return elapsed >= nanos ? all : (int) Math.min(all, (double) all * elapsed / nanos + 1);
    }
  }

  private void opened(
      ServerWebSocket webSocket,
      Channel channel,
      SocketKind kind,
      Function<ClientSocket, SocketListener> door) {
    Counter.builder("atoll.sockets.opened")
        .description("WebSockets that were opened")
        .tag("door", kind.door())
        .register(meters)
        .increment();
    // the upgrade has put a new handler in the place of the request's
    ChannelHandlerContext context = channel.pipeline().context(VertxHandler.class);
    if (context == null || !channel.isActive()) {
      count(kind, LOST);
      return;
    }
    ClientSocket socket = new ClientSocket(webSocket, context, kind, this);
    open.add(socket);
    socket.start(shut.test(kind) ? Sockets::refused : door);
  }

  private static SocketListener refused(ClientSocket socket) {
    throw new ClientFault(CloseReason.DRAINING);
  }

  private static SocketListener malformed(ClientSocket socket) {
    throw new ClientFault(CloseReason.PROTOCOL_ERROR);
  }

  void closed(ClientSocket socket, SocketKind kind, String reason) {
    open.remove(socket);
    count(kind, reason);
  }

  private void count(SocketKind kind, String reason) {
    Counter.builder("atoll.sockets.closed")
        .description("WebSockets that ended, by who or what closed them")
        .tag("door", kind.door())
        .tag("reason", reason)
        .register(meters)
        .increment();
  }

  Vertx vertx() {
    return vertx;
  }

  SessionSettings settings() {
    return settings;
  }
}
