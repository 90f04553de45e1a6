package dev.atoll.http;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.HttpSettings;
import dev.atoll.config.SessionSettings;
import dev.atoll.session.ConnectionGate;
import dev.atoll.session.Sockets;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP server of the public port, onto which pages and doors mount their routes. Every answer may be read by any
 * web page (CORS {@code *}); whatever nobody mounted is 404 {@code {"error":"Not Found"}}.
 *
 * <p>Belongs to the event loop it is started on.
 */
public final class PublicServer {
  /** Most bytes of the request line and of all headers: room for a token, or for some 300 addresses to ask for. */
  static final int MAX_HEAD_BYTES = 16 << 10;

  /** Seconds a connection may be silent beyond what a WebSocket's ping takes, so that no socket is ever cut by it. */
  private static final int SILENCE_SECONDS = 60;

  /** Connections that the operating system holds until they are let in: two seconds' worth at the default rate. */
  private static final int WAITING_CONNECTIONS = 1024;

  private static final String ANY = "*";
  private static final String ONE_DAY_SECONDS = "86400";
  private static final Logger LOG = LoggerFactory.getLogger(PublicServer.class);

  private final HttpSettings settings;
  private final HttpServer server;
  private final Router router;
  private final RequestMeters meters;

  public PublicServer(Vertx vertx, AtollSettings settings, MeterRegistry meters) {
    this.settings = settings.http();
    this.meters = new RequestMeters(meters);
    this.router = Router.router(vertx);
    router.route().handler(this::enter);
    router.route().last().handler(Answer.NOT_FOUND::send);
    router.errorHandler(400, Answer.error(400, "Bad Request")::send);
    router.errorHandler(404, Answer.NOT_FOUND::send);
    router.errorHandler(405, Answer.NOT_FOUND::send);
    router.errorHandler(500, PublicServer::failed);
    this.server = vertx
        .createHttpServer(options(settings.session()))
        .connectionHandler(new ConnectionGate(settings, meters)::entered)
        .requestHandler(router)
        .exceptionHandler(fault -> LOG.debug("Connection failed cause={}", fault.toString()));
  }

  private static HttpServerOptions options(SessionSettings session) {
    long silence = session.pingInterval().plus(session.pongTimeout()).toSeconds() + SILENCE_SECONDS;
    return Sockets.serverOptions()
        .setAcceptBacklog(WAITING_CONNECTIONS)
        .setMaxInitialLineLength(MAX_HEAD_BYTES)
        .setMaxHeaderSize(MAX_HEAD_BYTES)
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout(Math.toIntExact(silence))
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  /**
   * Mounts what answers GET and HEAD on a path, and CORS preflights for it.
   *
   * @param path as vertx-web writes it, e.g. {@code /peers/:id}; the {@code handler} label of the request metrics
   */
  public void get(String path, Handler<RoutingContext> page) {
    router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(context -> {
      if (isUpgrade(context.request())) {
        context.next();
      } else {
        page.handle(context);
      }
    });
    router.options(path).handler(context -> preflight(context, "GET, HEAD, OPTIONS"));
  }

  /**
   * Mounts what answers POST on a path, and CORS preflights for it.
   *
   * @param path as vertx-web writes it; the {@code handler} label of the request metrics
   */
  public void post(String path, Handler<RoutingContext> page) {
    router.post(path).handler(page);
    router.options(path).handler(context -> preflight(context, "POST, OPTIONS"));
  }

  /** Where doors mount themselves: what takes upgrades, and other methods than GET. A plain GET of a door goes on to the 404. */
  public Router router() {
    return router;
  }

  /** Listens; gives the port. Fails when the port is taken. */
  public Future<Integer> start() {
    return server.listen(settings.port(), settings.host()).map(HttpServer::actualPort);
  }

  /** The port it listens on, once started. */
  public int port() {
    return server.actualPort();
  }

  /** Closes the port and all its connections. */
  public Future<Void> stop() {
    return server.close();
  }

  private void enter(RoutingContext context) {
    // RFC 9112, section 3.2: two would mean one thing to a proxy and another to us
    if (context.request().headers().getAll(HttpHeaders.HOST).size() > 1) {
      context.fail(400);
      return;
    }
    if (!isCodingKnown(context.request())) {
      // where its body ends, and another request begins, is not known
      context.response().endHandler(sent -> context.request().connection().close());
      context.fail(400);
      return;
    }
    if (!isUpgrade(context.request())) {
      context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
      meters.watch(context);
    }
    context.next();
  }

  /** RFC 9112, section 6.1: whatever else it may be, a proxy could understand it. */
  private static boolean isCodingKnown(HttpServerRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    return codings.isEmpty()
        || codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
  }

  private static void preflight(RoutingContext context, String methods) {
    context
        .response()
        .setStatusCode(204)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ANY)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, ONE_DAY_SECONDS)
        .end();
  }

  private static void failed(RoutingContext context) {
    LOG.error("Request failed path={}", context.normalizedPath(), context.failure());
    Answer.error(500, "Internal Server Error").send(context);
  }
}
