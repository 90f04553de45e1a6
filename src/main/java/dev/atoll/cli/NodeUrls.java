package dev.atoll.cli;

import dev.atoll.config.AtollSettings;
import java.net.URI;

/**
 * The URLs of a running node, for people to use.
 *
 * @param http origin of the public port, or the public URL when one is set
 * @param operations origin of the management port
 */
record NodeUrls(String http, String operations) {

  static NodeUrls of(AtollSettings settings, NodeStart.RunningNode node) {
    String http = settings
        .http()
        .publicUrl()
        .map(URI::toString)
        .orElseGet(() -> origin(settings.http().host(), node.httpPort()));
    String trimmed = http.endsWith("/") ? http.substring(0, http.length() - 1) : http;
    return new NodeUrls(trimmed, origin(settings.operations().host(), node.operationsPort()));
  }

  /** The same for WebSockets. */
  String webSocket() {
    return http.replaceFirst("^http", "ws");
  }

  /** The wildcard address can be listened on but not be called. */
  private static String origin(String host, int port) {
    String called = switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "[::1]";
      default -> host.contains(":") ? "[" + host + "]" : host;
    };
    return "http://" + called + ":" + port;
  }
}
