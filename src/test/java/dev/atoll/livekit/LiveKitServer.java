package dev.atoll.livekit;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atoll.config.Secret;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real livekit-server on loopback, on ports of the system's choice, which can be killed and started again. Where the program
 * is missing the test is skipped; on CI it fails, if Go's module proxy answers, by which {@code scripts/test} builds it.
 */
public final class LiveKitServer implements AutoCloseable {
  public static final String KEY = "APIcasino";
  public static final Secret SECRET = new Secret("a-secret-of-the-casinos-own-0123456789");

  private static final String VERSION = "1.9.12";

  private final int port = freePort();
  private final Path folder = temporary();
  private final Path program = program();
  private Process process;

  private LiveKitServer(String webhook) {
    try {
      Files.writeString(folder.resolve("config.yaml"), configuration(port, freeUdpPort(), webhook));
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  public static LiveKitServer start() {
    return new LiveKitServer("").run();
  }

  /** Starts one that tells this URL what happens. */
  public static LiveKitServer withWebhook(String url) {
    return new LiveKitServer(url).run();
  }

  private static String configuration(int port, int udpPort, String webhook) {
    String common = String.join(
        "\n",
        "port: " + port,
        "bind_addresses: [127.0.0.1]",
        "keys: {" + KEY + ": " + SECRET.value() + "}",
        "rtc:",
        "  node_ip: 127.0.0.1",
        "  use_external_ip: false",
        "  enable_loopback_candidate: true",
        "  ips: {includes: [127.0.0.1/32]}",
        "  udp_port: " + udpPort,
        "  tcp_port: 0",
        "");
    return webhook.isEmpty()
        ? common
        : common + "webhook: {api_key: " + KEY + ", urls: ['" + webhook + "']}\n";
  }

  private static Path program() {
    Optional<Path> found = places().filter(Files::isExecutable).findFirst();
    String missing = "livekit-server is missing, scripts/test builds it where Go is";
    if (found.isEmpty() && System.getenv("CI") != null && proxyAnswers()) {
      fail(missing);
    }
    assumeTrue(found.isPresent(), missing);
    return found.orElseThrow();
  }

  private static Stream<Path> places() {
    String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .orElse(System.getProperty("user.home") + "/.cache");
    return Stream.concat(
        Stream.of(Path.of(cache, "atoll", "livekit-server-" + VERSION)),
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(each -> Path.of(each, "livekit-server")));
  }

  /** Whether Go finds the module where it is set to look for modules; not without Go. */
  private static boolean proxyAnswers() {
    return Stream.of("go", "/usr/local/go/bin/go", "/opt/homebrew/bin/go")
        .anyMatch(LiveKitServer::findsModule);
  }

  private static boolean findsModule(String go) {
    String module = "github.com/livekit/livekit-server@v" + VERSION;
    try {
      Process asked = new ProcessBuilder(go, "list", "-m", module)
          .directory(new File(System.getProperty("java.io.tmpdir")))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      boolean answered = asked.waitFor(30, TimeUnit.SECONDS);
      asked.destroyForcibly();
      return answered && asked.exitValue() == 0;
    } catch (IOException noGo) {
      return false;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  private static int freeUdpPort() {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("atoll-livekit");
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  /** Runs it, again after {@link #kill}, on the same ports. */
  public LiveKitServer run() {
    try {
      process = new ProcessBuilder(
              program.toString(), "--config", folder.resolve("config.yaml").toString())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("log").toFile())
          .start();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    await().atMost(Duration.ofSeconds(20)).until(this::answers);
    return this;
  }

  private boolean answers() throws InterruptedException {
    if (!process.isAlive()) {
      fail("livekit-server ended with " + process.exitValue() + ", see " + folder);
    }
    HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
        .timeout(Duration.ofSeconds(2))
        .build();
    try {
      return HttpClient.newHttpClient()
              .send(question, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
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

  /** Where clients are sent. */
  public String url() {
    return "ws://127.0.0.1:" + port;
  }

  /** The setting {@code livekit} that has this one as its only deployment, {@code casino}. */
  public String settings() {
    return "[{id: casino, url: '" + url() + "', api-key: " + KEY + ", api-secret: " + SECRET.value()
        + "}]";
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
