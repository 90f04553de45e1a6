package dev.atoll.http;

import dev.atoll.auth.HttpExchange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/** Asks other servers for JSON, within a time and a size. Anything but status 200 is a failure. */
final class Fetch {
  private static final int MAX_CONNECTIONS = 4;
  private static final String JSON = "application/json";

  private final HttpExchange http;
  private final Duration time;

  /**
   * @param time for one question, waiting for a connection included
   * @param maxBytes of an answer
   */
  Fetch(Vertx vertx, Duration time, int maxBytes) {
    this.time = time;
    this.http = new HttpExchange(
        vertx, new HttpExchange.Bounds(time, MAX_CONNECTIONS, MAX_CONNECTIONS, maxBytes));
  }

  Future<Buffer> get(String url) {
    return ask(HttpMethod.GET, url, Buffer.buffer());
  }

  Future<Buffer> post(String url, Buffer json) {
    return ask(HttpMethod.POST, url, json);
  }

  /** Ends its connections. */
  Future<Void> close() {
    return http.close();
  }

  private Future<Buffer> ask(HttpMethod method, String url, Buffer json) {
    RequestOptions request = new RequestOptions()
        .setMethod(method)
        .setAbsoluteURI(url)
        .putHeader(HttpHeaders.ACCEPT, JSON);
    if (json.length() > 0) {
      request.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    }
    return http.send(request, json, time)
        .compose(answer -> answer.isOk()
            ? Future.succeededFuture(answer.body())
            : Future.failedFuture("status " + answer.status()));
  }
}
