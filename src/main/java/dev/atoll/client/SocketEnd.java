package dev.atoll.client;

import io.vertx.core.http.WebSocket;

/**
 * How a socket ended.
 *
 * @param code close code (RFC 6455, section 7.4), {@link #WITHOUT_CODE} or {@link #CUT}
 * @param text the close frame's, or empty
 */
public record SocketEnd(int code, String text) {
  /** The other side closed without saying why. */
  public static final int WITHOUT_CODE = 1005;

  /** The connection was lost, with no close frame. */
  public static final int CUT = 1006;

  /** Whether a client should come back by itself: the connection was lost, or the code says so (docs/close-codes.md). */
  public boolean comesBack() {
    return switch (code) {
      case 1001, WITHOUT_CODE, CUT, 1011, 1012, 1013, 4001, 4002 -> true;
      default -> false;
    };
  }

  static SocketEnd of(WebSocket webSocket) {
    Short code = webSocket.closeStatusCode();
    String text = webSocket.closeReason();
    return new SocketEnd(code == null ? CUT : code, text == null ? "" : text);
  }

  @Override
  public String toString() {
    return text.isEmpty() ? "close " + code : "close " + code + " '" + text + "'";
  }
}
