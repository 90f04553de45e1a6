package dev.atoll.gateway;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** The body of a request as it came, whatever its type says it is: {@code curl -d} calls every text a form. */
final class RequestBody {
  private static final String CONTINUE = "100-continue";

  private RequestBody() {}

  /**
   * Reads it, on the request's event loop; nothing is told when the client goes before its end.
   *
   * @param most bytes
   * @param whole gets all of it
   * @param tooLarge runs once instead, when there are more
   */
  static void read(HttpServerRequest request, int most, Handler<Buffer> whole, Runnable tooLarge) {
    Buffer body = Buffer.buffer();
    request.exceptionHandler(gone -> {});
    request.handler(part -> {
      if (body.length() + part.length() > most) {
        request.handler(ignored -> {});
        request.endHandler(ignored -> {});
        tooLarge.run();
      } else {
        body.appendBuffer(part);
      }
    });
    request.endHandler(end -> whole.handle(body));
    if (CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
  }
}
