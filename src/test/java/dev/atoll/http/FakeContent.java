package dev.atoll.http;

import dev.atoll.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A content and lambdas server that answers what the test says. */
final class FakeContent implements AutoCloseable {
  /** Of the entities asked for so far. */
  final List<JsonObject> questions = new CopyOnWriteArrayList<>();

  volatile int status = 200;
  volatile String entities = "[]";
  volatile Function<String, String> statusPage = path ->
      new JsonObject().put("version", "6.0.1").put("commitHash", "c0ffee").encode();

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  FakeContent() {
    server = vertx
        .createHttpServer()
        .requestHandler(this::answer)
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/content";
  }

  private void answer(HttpServerRequest request) {
    request.body().onSuccess(body -> {
      if (request.path().endsWith("/entities/active")) {
        questions.add(body.toJsonObject());
        request.response().setStatusCode(status).end(entities);
      } else {
        request.response().setStatusCode(status).end(statusPage.apply(request.path()));
      }
    });
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
