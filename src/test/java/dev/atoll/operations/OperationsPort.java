package dev.atoll.operations;

import dev.atoll.Patience;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.TransportKind;
import dev.atoll.rooms.RoomCounters;
import dev.atoll.transport.Explanation;
import dev.atoll.transport.TransportStatus;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The management port of a made-up node. */
final class OperationsPort implements AutoCloseable {
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final Map<String, Boolean> parts = new ConcurrentHashMap<>(Map.of("started", true));
  final Map<String, Boolean> links = new ConcurrentHashMap<>();
  final AtomicInteger drains = new AtomicInteger();
  final List<Duration> traces = new CopyOnWriteArrayList<>();
  final Vertx vertx = Vertx.vertx();
  final Context context = vertx.getOrCreateContext();
  volatile Promise<Buffer> trace = Promise.promise();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final OperationsServer server;

  OperationsPort() {
    ReferenceMetrics metrics = new ReferenceMetrics(
        "sepolia",
        () -> new ArchipelagoFigures(11, 12, 13, Map.of("ws", 1)),
        () -> new RoomCounters(21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
        () -> 31);
    OperationsView view = new OperationsView(
        () -> parts,
        () -> links,
        () -> new Explanation.Transports(
            List.of(new TransportStatus(
                "sfu", TransportKind.LIVEKIT, "wss://sfu", 10, 2, 100, true, false)),
            "own",
            true),
        Optional::empty,
        metrics,
        this::drain,
        this::record);
    AtollSettings settings =
        AtollSettings.of(Map.of("operations.host", "127.0.0.1", "operations.port", "0"));
    server = new OperationsServer(vertx, settings.operations(), meters, view);
    CompletableFuture<Integer> port = new CompletableFuture<>();
    context.runOnContext(
        ignored -> server.start().onSuccess(port::complete).onFailure(port::completeExceptionally));
    port.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
  }

  private Future<Void> drain() {
    drains.incrementAndGet();
    parts.put("started", false);
    return Future.succeededFuture();
  }

  private Future<Buffer> record(Duration time, Future<?> abandoned) {
    traces.add(time);
    Promise<Buffer> recorded = trace;
    abandoned.onComplete(gone -> recorded.tryFail("abandoned"));
    return recorded.future();
  }

  Router router() {
    return server.router();
  }

  int port() {
    return server.port();
  }

  HttpResponse<String> get(String path) {
    return send("GET", path).join();
  }

  CompletableFuture<HttpResponse<String>> send(String method, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port() + path))
        .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
