package dev.atoll.nats;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real nats-server on a port of the system's choice, which can be killed, hung and started again. Where the program is
 * missing the test is skipped, but on CI it fails.
 */
public final class NatsServer implements AutoCloseable {
  private static final List<String> FOLDERS =
      List.of("/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin");

  private final List<String> command = new ArrayList<>();
  private final int port;
  private final Path folder;
  private Process process;

  private NatsServer(String... options) {
    this.port = freePort();
    this.folder = temporary();
    command.addAll(List.of(program(), "-a", "127.0.0.1", "-p", Integer.toString(port)));
    command.addAll(List.of("-l", folder.resolve("log").toString()));
    command.addAll(List.of(options));
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
    try {
      Path file = Files.writeString(server.folder.resolve("conf"), configuration);
      server.command.addAll(List.of("-c", file.toString()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    server.run();
    return server;
  }

  /** One that is not started yet; its port is known. */
  public static NatsServer later() {
    return new NatsServer();
  }

  private static String program() {
    List<String> folders =
        new ArrayList<>(List.of(System.getenv("PATH").split(File.pathSeparator)));
    folders.addAll(FOLDERS);
    Optional<Path> found = folders.stream()
        .map(folder -> Path.of(folder, "nats-server"))
        .filter(Files::isExecutable)
        .findFirst();
    if (found.isEmpty() && System.getenv("CI") != null) {
      fail("nats-server is missing, scripts/test installs it");
    }
    assumeTrue(found.isPresent(), "nats-server is missing, scripts/test installs it");
    return found.orElseThrow().toString();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("atoll-nats");
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  /** Runs it, again after {@link #kill}, on the same port. */
  public NatsServer run() {
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    await().atMost(Duration.ofSeconds(20)).until(this::listens);
    return this;
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException notYet) {
      assertAlive();
      return false;
    }
  }

  private void assertAlive() {
    if (!process.isAlive()) {
      fail("nats-server ended with " + process.exitValue() + ", see " + folder);
    }
  }

  /** As {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Sends it a signal such as {@code STOP}, by a shell, since a bare system has no program {@code kill}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
        .start()
        .waitFor();
  }

  public int port() {
    return port;
  }

  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  Path folder() {
    return folder;
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
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
