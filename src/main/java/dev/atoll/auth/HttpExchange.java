package dev.atoll.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Requests with a deadline over all of each (connecting, waiting, reading) and bounded answers; redirects are answers like others.
 *
 * @param client with bounds on its connections and on who waits for one
 * @param most bytes of an answer
 */
record HttpExchange(HttpClient client, int most) {

  /**
   * What came back in time.
   *
   * @param status HTTP status
   * @param body at most as long as was allowed
   */
  record Answer(int status, Buffer body) {
    private static final int OK = 200;

    boolean isOk() {
      return status == OK;
    }
  }

  /**
   * Sends a request; its connection is cut when the deadline or the bound is passed.
   *
   * @return the answer, on the caller's context; failed if there is none, whatever the reason
   */
  Future<Answer> send(RequestOptions request, Buffer body, Duration deadline) {
    long millis = Math.max(1, deadline.toMillis());
    Future<HttpClientRequest> connected = connect(request);
    return connected
        .compose(out -> out.send(body))
        .compose(this::read)
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
      if (body.length() + part.length() > most) {
        answer.tryFail("answer of more than " + most + " bytes");
      } else {
        body.appendBuffer(part);
      }
    });
    response.endHandler(end -> answer.tryComplete(new Answer(response.statusCode(), body)));
    return answer.future();
  }

  Future<Void> close() {
    return client.close();
  }
}
