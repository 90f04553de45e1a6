package dev.atoll.cli;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.NodeSettings;
import dev.atoll.config.NodeSettings.Part;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The URLs of a running node, for people to use.
 *
 * @param http origin of the public port, or the public URL when one is set
 * @param here origin of the public port on this machine
 * @param operations origin of the management port
 */
record NodeUrls(String http, String here, String operations) {

  static NodeUrls of(AtollSettings settings, NodeStart.RunningNode node) {
    String here = origin(settings.http().host(), node.httpPort());
    String http = settings.http().publicUrl().map(URI::toString).orElse(here);
    String trimmed = http.endsWith("/") ? http.substring(0, http.length() - 1) : http;
    return new NodeUrls(trimmed, here, origin(settings.operations().host(), node.operationsPort()));
  }

  /** What there is to open, a line each: only what this node does. */
  List<String> lines(AtollSettings settings) {
    NodeSettings node = settings.node();
    List<String> lines = new ArrayList<>();
    lines.add("  realm        " + http + "/about");
    add(lines, node.runs(Part.HANDSHAKE), "  archipelago  " + webSocket() + "/ws");
    add(lines, node.runs(Part.BFF), "  bff          " + webSocket() + "/rpc");
    add(lines, node.runs(Part.ROOMS), "  rooms        " + webSocket() + "/rooms/<id>");
    add(lines, node.runs(Part.STATISTICS), "  statistics   " + http + "/islands");
    boolean gateway = node.runs(Part.GATEWAY)
        && (settings.gateway().isOn() || settings.cluster().enabled());
    add(lines, gateway, "  gateway      " + webSocket() + "/gateway");
    add(lines, !http.equals(here), "  listens at   " + here);
    lines.add("  management   " + operations + "/metrics");
    return lines;
  }

  private static void add(List<String> lines, boolean there, String line) {
    if (there) {
      lines.add(line);
    }
  }

  /** The same for WebSockets. */
  private String webSocket() {
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
