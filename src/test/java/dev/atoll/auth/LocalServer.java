package dev.atoll.auth;

import static dev.atoll.auth.Refusals.await;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server on loopback whose behaviour a test may change while it runs. */
final class LocalServer implements AutoCloseable {
  /** Takes the request and never answers. */
  static final Handler<HttpServerRequest> HANG = request -> {};

  final AtomicInteger requests = new AtomicInteger();
  private final HttpServer server;
  private volatile Handler<HttpServerRequest> behaviour = HANG;

  LocalServer(Vertx vertx) {
    server = await(vertx
        .createHttpServer()
        .requestHandler(request -> {
          requests.incrementAndGet();
          behaviour.handle(request);
        })
        .listen(0, "127.0.0.1"));
  }

  LocalServer does(Handler<HttpServerRequest> newBehaviour) {
    behaviour = newBehaviour;
    return this;
  }

  LocalServer says(int status, String body) {
    return does(request -> request.response().setStatusCode(status).end(body));
  }

  /** Sends a little for ever, and never an end. */
  LocalServer dribbles(Vertx vertx) {
    return does(request -> {
      request.response().setChunked(true).write(" ");
      long timer = vertx.setPeriodic(20, tick -> request.response().write(" "));
      request.connection().closeHandler(closed -> vertx.cancelTimer(timer));
    });
  }

  /** Sends more than anybody takes. */
  LocalServer floods() {
    Buffer megabyte = Buffer.buffer(" ".repeat(1 << 20));
    return does(request -> {
      request.response().setChunked(true);
      for (int i = 0; i < 16; i++) {
        request.response().write(megabyte);
      }
      request.response().end();
    });
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  @Override
  public void close() {
    await(server.close());
  }
}
