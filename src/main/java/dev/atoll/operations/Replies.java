package dev.atoll.operations;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** How the management port answers. */
final class Replies {
  private Replies() {}

  static void json(RoutingContext context, int status, JsonObject body) {
    send(context, status, "application/json", body.encode());
  }

  static void error(RoutingContext context, int status, String text) {
    json(context, status, new JsonObject().put("error", text));
  }

  static void send(RoutingContext context, int status, String type, String body) {
    if (context.response().closed() || context.response().ended()) {
      return;
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body);
  }
}
