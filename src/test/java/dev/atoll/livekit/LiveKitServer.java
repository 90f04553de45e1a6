package dev.atoll.livekit;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atoll.Patience;
import dev.atoll.config.Secret;
import dev.atoll.node.ExternalServer;
import dev.atoll.node.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  private final int port = FreePort.next();
  private final String program = program().toString();
  private final ExternalServer server = new ExternalServer("livekit");

  private LiveKitServer(String webhook) {
    server.write("config.yaml", configuration(port, FreePort.next(), webhook));
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
        ExternalServer.programFolders().map(each -> each.resolve("livekit-server")));
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
      boolean answered = asked.waitFor(Patience.SECONDS, TimeUnit.SECONDS);
      asked.destroyForcibly();
      return answered && asked.exitValue() == 0;
    } catch (IOException noGo) {
      return false;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Runs it, again after {@link #kill}, on the same ports. */
  public LiveKitServer run() {
    String configuration = server.folder().resolve("config.yaml").toString();
    server.run(List.of(program, "--config", configuration), this::answers);
    return this;
  }

  private boolean answers() throws InterruptedException {
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
    server.kill();
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
    server.close();
  }
}
