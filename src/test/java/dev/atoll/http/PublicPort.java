package dev.atoll.http;

import com.google.protobuf.MessageLite;
import dev.atoll.Patience;
import dev.atoll.auth.Access;
import dev.atoll.auth.Authenticator;
import dev.atoll.auth.SignedFetch;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.config.AtollSettings;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.Position;
import dev.atoll.session.Origins;
import dev.atoll.transport.P2pTransport;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** All public pages on a real port, with a realm that the test makes up. */
final class PublicPort implements AutoCloseable {
  final LocalBus bus = new LocalBus();
  final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final Map<String, Boolean> parts = new LinkedHashMap<>(Map.of("started", true));
  final Map<String, Boolean> links = new LinkedHashMap<>();
  final Map<String, Integer> rooms = new LinkedHashMap<>();
  volatile int users;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final PublicServer server;
  private final Statistics statistics;

  PublicPort(String... keysAndValues) {
    AtollSettings settings = settings(keysAndValues);
    server = new PublicServer(vertx, settings, meters);
    statistics = new Statistics(bus, settings.islands().heartbeatTimeout(), clock::get, meters);
    on(() -> {
      RealmView view =
          new RealmView(() -> parts, () -> links, () -> users, () -> rooms, settings.node());
      RealmPages realm =
          new RealmPages(vertx, settings.realm(), new Origins(settings.http()), view);
      HotScenes hot = new HotScenes(vertx, statistics, settings.realm().contentUrl());
      realm.mount(server);
      new StatisticsPages(vertx, statistics, hot).mount(server);
      signedPages(settings).mount(server);
      statistics.start(vertx);
      realm.start();
      return server.start();
    });
  }

  /** Nobody signs here anything that opens a room. */
  private SignedPages signedPages(AtollSettings settings) {
    return new SignedPages(
        new SignedFetch(Authenticator.create(vertx, settings.ethereum())),
        new Access(vertx, settings),
        new Origins(settings.http()),
        room -> new P2pTransport());
  }

  /** Nothing listens at the default content and lambdas URLs of a test. */
  private static AtollSettings settings(String... keysAndValues) {
    Map<String, String> values = new HashMap<>(Map.of(
        "http.host", "127.0.0.1",
        "http.port", "0",
        "realm.content-url", "http://127.0.0.1:1/content",
        "realm.lambdas-url", "http://127.0.0.1:1/lambdas"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return AtollSettings.of(values);
  }

  /** Runs this on the event loop and waits for what it promises. */
  <T> T on(Supplier<Future<T>> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(ignored -> task.get().onComplete(done -> {
      if (done.succeeded()) {
        result.complete(done.result());
      } else {
        result.completeExceptionally(done.cause());
      }
    }));
    return result.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
  }

  PublicServer server() {
    return server;
  }

  Vertx vertx() {
    return vertx;
  }

  Statistics statistics() {
    return statistics;
  }

  int port() {
    return server.port();
  }

  void heartbeat(String address, double x, double y, double z) {
    Position position =
        Position.newBuilder().setX((float) x).setY((float) y).setZ((float) z).build();
    publish(
        Subjects.heartbeat(address),
        Heartbeat.newBuilder().setPosition(position).build());
  }

  void publish(Subject subject, MessageLite message) {
    publish(new Message(subject, Payload.of(message)));
  }

  /** Returns when every subscriber has seen it. */
  void publish(Message message) {
    on(() -> {
      bus.publish(message);
      return Future.succeededFuture();
    });
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  String body(String path) {
    return get(path).body();
  }

  HttpResponse<String> send(String method, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port() + path))
        .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** What the server answers to these bytes, until it closes the connection. */
  String raw(String request) {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout((int) Patience.TIME.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
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
