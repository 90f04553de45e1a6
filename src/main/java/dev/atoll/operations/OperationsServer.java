package dev.atoll.operations;

import dev.atoll.config.OperationsSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the management port: health, metrics, connections, drain and traces, and a page to watch them. It
 * asks nobody who he is: it listens on the loopback interface unless told otherwise.
 *
 * <p>Belongs to the event loop it is started on.
 */
public final class OperationsServer {
  /** A client of the trace waits in silence. */
  private static final int IDLE_SECONDS = Traces.MAX_SECONDS + 60;

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OWN_CONTENT_ONLY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'";
  private static final Logger LOG = LoggerFactory.getLogger(OperationsServer.class);

  private final Vertx vertx;
  private final OperationsSettings settings;
  private final PrometheusMeterRegistry meters;
  private final OperationsView view;
  private final HttpServer server;
  private final String dashboard = dashboard();
  private final LoopLag lag = new LoopLag();
  private final ProcessMeters process = new ProcessMeters();

  public OperationsServer(
      Vertx vertx,
      OperationsSettings settings,
      PrometheusMeterRegistry meters,
      OperationsView view) {
    this.vertx = vertx;
    this.settings = settings;
    this.meters = meters;
    this.view = view;
    this.server = vertx
        .createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
        .requestHandler(router());
  }

  /** Listens, and begins to watch the event loop and the process; gives the port. Fails when the port is taken. */
  public Future<Integer> start() {
    lag.start(vertx);
    process.bind(meters);
    return server.listen(settings.port(), settings.host()).map(HttpServer::actualPort);
  }

  /** The port it listens on, once started. */
  public int port() {
    return server.actualPort();
  }

  /** Closes the port and all its connections. */
  public Future<Void> stop() {
    lag.stop(vertx);
    process.close();
    return server.close();
  }

  Router router() {
    Traces traces = new Traces(view.traces());
    Router router = Router.router(vertx);
    router.route().handler(OperationsServer::refuseWebPages);
    router.get("/").handler(this::page);
    router
        .get("/live")
        .handler(context -> Replies.json(context, 200, new JsonObject().put("live", true)));
    router.get("/ready").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    router
        .get("/connections")
        .handler(context -> Replies.json(context, 200, Connections.json(meters)));
    router
        .get("/transports")
        .handler(context ->
            Replies.json(context, 200, Transports.json(view.transports().get())));
    router.get("/cluster").handler(this::cluster);
    router.post("/drain").handler(this::drain);
    router.post("/trace").handler(traces::record);
    router.errorHandler(400, context -> Replies.error(context, 400, "Bad Request"));
    router.errorHandler(404, context -> Replies.error(context, 404, "Not Found"));
    router.errorHandler(405, context -> Replies.error(context, 405, "Method Not Allowed"));
    router.errorHandler(500, OperationsServer::failed);
    return router;
  }

  /** A browser on this machine must not drain the node for a page from elsewhere; no command-line client sends Origin. */
  private static void refuseWebPages(RoutingContext context) {
    boolean changes = !context.request().method().equals(HttpMethod.GET);
    if (changes && context.request().headers().contains(HttpHeaders.ORIGIN)) {
      Replies.error(context, 403, "Not for web pages");
    } else {
      context.next();
    }
  }

  private void ready(RoutingContext context) {
    Map<String, Object> parts = new TreeMap<>(view.parts().get());
    boolean ready = !parts.containsValue(false);
    JsonObject body = new JsonObject().put("ready", ready).put("parts", new JsonObject(parts));
    Map<String, Object> links = new TreeMap<>(view.links().get());
    if (!links.isEmpty()) {
      body.put("links", new JsonObject(links));
    }
    Replies.json(context, ready ? 200 : 503, body);
  }

  private void cluster(RoutingContext context) {
    view.cluster()
        .get()
        .ifPresentOrElse(
            json -> Replies.json(context, 200, json),
            () -> Replies.error(context, 404, "cluster.enabled is false: this node is alone"));
  }

  /** Ours on the event loop; Micrometer's on a worker, since it reads files of /proc and all threads' states. */
  private void metrics(RoutingContext context) {
    Exposition own = new Exposition();
    view.metrics().write(own);
    lag.write(own);
    vertx
        .executeBlocking(() -> meters.scrape() + own.text(), false)
        .onSuccess(text -> Replies.send(context, 200, PROMETHEUS_TEXT, text))
        .onFailure(context::fail);
  }

  private void drain(RoutingContext context) {
    LOG.info("Draining asked by={}", context.request().remoteAddress());
    view.drain().get().onFailure(fault -> LOG.error("Drain failed", fault));
    Replies.json(context, 202, new JsonObject().put("draining", true));
  }

  private void page(RoutingContext context) {
    context.response().putHeader("content-security-policy", OWN_CONTENT_ONLY);
    Replies.send(context, 200, "text/html; charset=utf-8", dashboard);
  }

  private static void failed(RoutingContext context) {
    LOG.error("Request failed path={}", context.normalizedPath(), context.failure());
    Replies.error(context, 500, "Internal Server Error");
  }

  private static String dashboard() {
    try (InputStream stream = OperationsServer.class.getResourceAsStream("dashboard.html")) {
      byte[] bytes = Objects.requireNonNull(stream, "dashboard.html").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
