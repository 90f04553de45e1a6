package dev.atoll.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Requests with a deadline over all of each (connecting, waiting, reading) and bounded answers; redirects are answers like others. */
public final class HttpExchange {
  private final HttpClient client;
  private final Bounds bounds;

  /**
   * What a client may use up.
   *
   * @param deadline most time for one request
   * @param connections most at one time
   * @param waiting most requests that wait for a connection; more fail at once
   * @param bytes of an answer; a longer one fails
   */
  public record Bounds(Duration deadline, int connections, int waiting, int bytes) {}

  /**
   * What came back in time.
   *
   * @param status HTTP status
   * @param body at most as long as was allowed
   */
  public record Answer(int status, Buffer body) {
    private static final int OK = 200;

    /** Whether the status is 200. */
    public boolean isOk() {
      return status == OK;
    }
  }

  public HttpExchange(Vertx vertx, Bounds bounds) {
    this.bounds = bounds;
    this.client = vertx.createHttpClient(
        new HttpClientOptions().setConnectTimeout((int) bounds.deadline().toMillis()),
        new PoolOptions()
            .setHttp1MaxSize(bounds.connections())
            .setMaxWaitQueueSize(bounds.waiting()));
  }

  /** Sends a request without a body. */
  public Future<Answer> send(RequestOptions request) {
    return send(request, Buffer.buffer(), bounds.deadline());
  }

  /**
   * Sends a request; its connection is cut when the deadline or the bound is passed.
   *
   * @return the answer, on the caller's context; failed if there is none, whatever the reason
   */
  public Future<Answer> send(RequestOptions request, Buffer body, Duration deadline) {
    long millis = Math.max(1, deadline.toMillis());
    Future<HttpClientRequest> connected = connect(
        new RequestOptions(request).setConnectTimeout(millis).putHeader("user-agent", "atoll"));
    return connected
        // nested, so that the answer has its reader before the event loop turns, whatever thread
        // calls
        .compose(out -> out.send(body).compose(this::read))
        .timeout(millis, TimeUnit.MILLISECONDS)
        .onFailure(cause -> connected.onSuccess(HttpClientRequest::reset));
  }

  private Future<HttpClientRequest> connect(RequestOptions request) {
    try {
      return client.request(request);
    } catch (IllegalStateException e) {
      // a client that was closed throws
      return Future.failedFuture(e);
    }
  }

  private Future<Answer> read(HttpClientResponse response) {
    Promise<Answer> answer = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(answer::tryFail);
    response.handler(part -> {
      if (body.length() + part.length() > bounds.bytes()) {
        answer.tryFail("answer of more than " + bounds.bytes() + " bytes");
      } else {
        body.appendBuffer(part);
      }
    });
    response.endHandler(end -> answer.tryComplete(new Answer(response.statusCode(), body)));
    return answer.future();
  }

  /** Ends its connections. */
  public Future<Void> close() {
    return client.close();
  }
}
