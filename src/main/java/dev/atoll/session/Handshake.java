package dev.atoll.session;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Base64;
import java.util.regex.Pattern;

/** What a client has to ask for an upgrade by. Source: RFC 6455, section 4.2.1. */
final class Handshake {
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  /** RFC 9110, section 5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private Handshake() {}

  /** Whether the request is one; if not it is answered with an error. */
  static boolean isRight(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (request.version() == HttpVersion.HTTP_2
        || !request.canUpgradeToWebSocket()
        || hasBody(request)) {
      response.setStatusCode(400).end();
      return false;
    }
    if (!VERSION.equals(request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      response
          .setStatusCode(426)
          .putHeader(HttpHeaders.UPGRADE, "websocket")
          .putHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION)
          .end();
      return false;
    }
    if (!hasKey(request) || !hasNamesOnly(request)) {
      response.setStatusCode(400).end();
      return false;
    }
    return true;
  }

  /** It would be taken for frames. */
  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || length != null && !length.equals("0");
  }

  private static boolean hasKey(HttpServerRequest request) {
    String key = request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    try {
      return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }

  /** Whether the subprotocols are names, since one of them is said back. */
  private static boolean hasNamesOnly(HttpServerRequest request) {
    for (String names : request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
      for (String name : names.split(",", -1)) {
        if (!TOKEN.matcher(name.strip()).matches()) {
          return false;
        }
      }
    }
    return true;
  }
}
