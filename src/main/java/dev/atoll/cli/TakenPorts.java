package dev.atoll.cli;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.ClusterSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Names the port that somebody else has; the error of the system names neither it nor a way out. */
final class TakenPorts {
  private static final String ANY = "0.0.0.0";

  private TakenPorts() {}

  /** What to say; the error alone when all ports are free by now. */
  static String tell(AtollSettings settings, String error) {
    StringBuilder text = new StringBuilder();
    add(text, "http.port", settings.http().host(), settings.http().port());
    add(
        text,
        "operations.port",
        settings.operations().host(),
        settings.operations().port());
    ClusterSettings cluster = settings.cluster();
    if (cluster.enabled()) {
      String host = cluster.host().orElse(ANY);
      add(text, "cluster.port", host, cluster.port());
      add(text, "cluster.bus-port", host, cluster.busPort());
    }
    return text.isEmpty() ? error : text.toString();
  }

  private static void add(StringBuilder text, String key, String host, int port) {
    if (port != 0 && taken(host, port)) {
      text.append(text.isEmpty() ? "" : System.lineSeparator())
          .append("%s port %d is in use; to choose another: --%s=N (0: any)"
              .formatted(host, port, key));
    }
  }

  private static boolean taken(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return false;
    } catch (IOException inUse) {
      return true;
    }
  }
}
