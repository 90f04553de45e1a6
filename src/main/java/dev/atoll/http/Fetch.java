package dev.atoll.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks other servers for JSON, within a time and a size. Anything but status 200 is a failure. */
final class Fetch {
  private static final int MAX_CONNECTIONS = 4;
  private static final String JSON = "application/json";

  private final HttpClient client;
  private final Duration time;
  private final int maxBytes;

  /**
   * @param time for one question, connecting included
   * @param maxBytes of an answer
   */
  Fetch(Vertx vertx, Duration time, int maxBytes) {
    this.time = time;
    this.maxBytes = maxBytes;
    this.client = vertx.createHttpClient(
        new HttpClientOptions().setConnectTimeout(Math.toIntExact(time.toMillis())),
        new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_CONNECTIONS));
  }

  Future<Buffer> get(String url) {
    return ask(HttpMethod.GET, url, Buffer.buffer());
  }

  Future<Buffer> post(String url, Buffer json) {
    return ask(HttpMethod.POST, url, json);
  }

  /** Ends its connections. */
  Future<Void> close() {
    return client.close();
  }

  private Future<Buffer> ask(HttpMethod method, String url, Buffer json) {
    RequestOptions options = new RequestOptions()
        .setMethod(method)
        .setAbsoluteURI(url)
        .putHeader(HttpHeaders.ACCEPT, JSON);
    if (json.length() > 0) {
      options.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    }
    return client.request(options).compose(request -> answer(request, json));
  }

  private Future<Buffer> answer(HttpClientRequest request, Buffer json) {
    return request
        .send(json)
        .compose(this::body)
        .timeout(time.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(ignored -> request.reset());
  }

  private Future<Buffer> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      return Future.failedFuture("status " + response.statusCode());
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response
        .handler(part -> {
          if (body.length() + part.length() > maxBytes) {
            whole.tryFail("answer of more than " + maxBytes + " bytes");
          } else {
            body.appendBuffer(part);
          }
        })
        .exceptionHandler(whole::tryFail)
        .endHandler(ignored -> whole.tryComplete(body));
    return whole.future();
  }
}
