package dev.atoll.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.ext.web.RoutingContext;

/**
 * What a route answers. One answer may be sent to many clients: its bytes are shared.
 *
 * @param status HTTP status
 * @param type content type
 * @param body the whole body
 */
record Answer(int status, String type, Buffer body) {
  /** Vert.x' own of whole objects would bring Jackson's data binding, a tenth of a node's start. */
  private static final JacksonCodec CODEC = new JacksonCodec();

  static final Answer NOT_FOUND = error(404, "Not Found");

  private static final String JSON = "application/json";
  private static final String CLOSE = "close";

  /** A larger body goes out in pieces of this size. */
  private static final int PIECE = 128 << 10;

  private static final long PAUSE_MILLIS = 1;

  static Answer json(Buffer body) {
    return new Answer(200, JSON, body);
  }

  static Answer json(int status, JsonObject body) {
    return new Answer(status, JSON, CODEC.toBuffer(body, false));
  }

  static Answer error(int status, String text) {
    return json(status, new JsonObject().put("error", text));
  }

  /** Sends it; a client that sent a body nobody reads loses its connection after that. */
  void send(RoutingContext context) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    boolean close = hasBody(request);
    if (close) {
      response.putHeader(HttpHeaders.CONNECTION, CLOSE);
      response.endHandler(ignored -> request.connection().close());
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else if (body.length() <= PIECE) {
      response.end(body);
    } else {
      new Pieces(context, body).send();
    }
  }

  static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && !length.equals("0")
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /**
   * A large body on its way to one client: one piece after the other, each when the client has taken the one before. A
   * timer lies between them, since Netty runs tasks that follow from tasks for up to a second before it looks at its sockets
   * again.
   */
  private static final class Pieces {
    private final Vertx vertx;
    private final HttpServerResponse response;
    private final Buffer body;
    private int sent;

    Pieces(RoutingContext context, Buffer body) {
      this.vertx = context.vertx();
      this.response = context.response();
      this.body = body;
    }

    void send() {
      int end = Math.min(sent + PIECE, body.length());
      Buffer piece = body.slice(sent, end);
      sent = end;
      if (end == body.length()) {
        response.end(piece);
      } else {
        response.write(piece).onSuccess(taken -> vertx.setTimer(PAUSE_MILLIS, timer -> next()));
      }
    }

    private void next() {
      if (!response.closed()) {
        send();
      }
    }
  }
}
