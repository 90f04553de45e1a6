package dev.atoll.chaos;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A node as its users run it: the fat jar in a JVM of its own, asked over its ports. Used by one thread. */
final class NodeProgram {
  private static final Path JAR =
      Path.of(System.getProperty("atoll.jar", "target/atoll.jar")).toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  static {
    // else our own connections would be among those that are left in the end
    System.setProperty("jdk.httpclient.keepalive.timeout", "1");
  }

  /** Beside other tests nodes go first, where that is allowed: what is judged is what they do, not who gets a processor. */
  private static final String NICENESS = System.getProperty("atoll.chaos.niceness", "0");

  private static final HttpClient HTTP = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(PATIENCE)
      .build();

  private final Place place;
  private final Path log;
  private final Process process;
  private final long pid;

  private NodeProgram(Place place, Path log, Process process, long pid) {
    this.place = place;
    this.log = log;
    this.process = process;
    this.pid = pid;
  }

  /**
   * Starts one, which takes some seconds to be ready.
   *
   * @param folder of its log, and its working folder
   */
  static NodeProgram start(Place place, Path folder, List<String> jvm, List<String> settings) {
    try {
      Path own = Files.createTempDirectory(folder, "node");
      Path pid = own.resolve("pid");
      List<String> command = new ArrayList<>(place.enter());
      // the shell tells its id and becomes the node: with sudo before it the child's id is not the
      // node's
      command.addAll(List.of(
          "sh",
          "-c",
          "echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; exec \"$@\"",
          "sh"));
      command.addAll(List.of("nice", "-n", NICENESS));
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(jvm);
      command.addAll(List.of("-jar", JAR.toString(), "serve"));
      command.addAll(settings);
      Path log = own.resolve("log");
      Process process = new ProcessBuilder(command)
          .directory(own.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
      Waiting.until(dev.atoll.Patience.TIME, () -> Files.exists(pid));
      return new NodeProgram(
          place, log, process, Long.parseLong(Files.readString(pid).strip()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  Place place() {
    return place;
  }

  long pid() {
    return pid;
  }

  Path log() {
    return log;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends it a signal such as {@code KILL}. */
  void signal(String name) {
    if (process.isAlive()) {
      Shell.asRootIfPossible("sh", "-c", "kill -" + name + " " + pid);
    }
  }

  /** Whether it ended within that time. */
  boolean endsIn(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** What the kernel says it does: {@code R} and {@code S} of one that runs, {@code T} of one that is stopped. */
  char state() {
    if (!Files.exists(Path.of("/proc/self/stat"))) {
      return Shell.run(List.of("ps", "-o", "state=", "-p", Long.toString(pid)))
          .strip()
          .charAt(0);
    }
    return stat()[0].charAt(0);
  }

  /** Processor time it used so far, all threads, in seconds. */
  double cpuSeconds() {
    String[] stat = stat();
    // in hundredths on all of Linux that a JVM runs on
    return (Long.parseLong(stat[11]) + Long.parseLong(stat[12])) / 100.0;
  }

  /** Fields of {@code /proc/PID/stat} from the state on. */
  private String[] stat() {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  boolean isReady() {
    return get(place.operations() + "/ready").statusCode() == 200;
  }

  View view() {
    return View.of(new JsonObject(get(place.operations() + "/cluster").body()));
  }

  Islands islands() {
    return Islands.of(new JsonObject(get(place.url() + "/islands").body()));
  }

  /** Addresses on {@code /peers}. */
  Set<String> peers() {
    JsonArray peers = new JsonObject(get(place.url() + "/peers").body()).getJsonArray("peers");
    Set<String> addresses = new TreeSet<>();
    for (int i = 0; i < peers.size(); i++) {
      addresses.add(peers.getJsonObject(i).getString("address"));
    }
    return addresses;
  }

  /** The sum of a metric over its labels; 0 where there is none. */
  double metric(String name) {
    return get(place.operations() + "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static HttpResponse<String> get(String url) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public String toString() {
    return place.host() + ":" + place.ports().http();
  }
}
