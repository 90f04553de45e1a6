package dev.atoll.nats;

import dev.atoll.node.ExternalServer;
import dev.atoll.node.FreePort;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A real nats-server on a port of the system's choice, which can be killed, hung and started again. Where the program is
 * missing the test is skipped, but on CI it fails.
 */
public final class NatsServer implements AutoCloseable {
  private final List<String> command = new ArrayList<>();
  private final int port = FreePort.next();
  private final String program = ExternalServer.program("nats-server");
  private final ExternalServer server = new ExternalServer("nats");

  private final String host;

  private NatsServer(String... options) {
    this("127.0.0.1", List.of(options));
  }

  private NatsServer(String host, List<String> options) {
    this.host = host;
    command.addAll(List.of(program, "-a", host, "-p", Integer.toString(port)));
    command.addAll(options);
  }

  /** Starts one at that address of this machine. */
  public static NatsServer at(String host) {
    NatsServer server = new NatsServer(host, List.of());
    server.run();
    return server;
  }

  /** Starts one with these command-line options beside. */
  public static NatsServer start(String... options) {
    NatsServer server = new NatsServer(options);
    server.run();
    return server;
  }

  /** Starts one with a configuration file of this text. */
  public static NatsServer configured(String configuration) {
    NatsServer server = new NatsServer();
    server.command.addAll(
        List.of("-c", server.server.write("conf", configuration).toString()));
    server.run();
    return server;
  }

  /** One that is not started yet; its port is known. */
  public static NatsServer later() {
    return new NatsServer();
  }

  /** Runs it, again after {@link #kill}, on the same port. */
  public NatsServer run() {
    server.run(command, this::listens);
    return this;
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** As {@code kill -9}. */
  public void kill() {
    server.kill();
  }

  void signal(String name) throws IOException, InterruptedException {
    server.signal(name);
  }

  public int port() {
    return port;
  }

  public String url() {
    return "nats://" + host + ":" + port;
  }

  /** A plain client, as a foreign service is one. */
  public Connection client() {
    try {
      return Nats.connect(new Options.Builder().server(url()).build());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
