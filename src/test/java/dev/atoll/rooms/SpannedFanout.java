package dev.atoll.rooms;

import dev.atoll.node.FreePort;
import dev.atoll.rooms.BenchmarkPeer.Heard;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a delivered message costs in a realm of one node and of two, CPU of all its processes together as the kernel counts it. Arguments,
 * each scenario five words: members, members a room, seconds, nodes, and {@code spread} (each room's members by turns over the nodes) or
 * {@code placed} (each room at one node). Every member speaks ten times a second.
 */
public final class SpannedFanout {
  private static final boolean LOG = Boolean.getBoolean("log");
  private static final int WARM_SECONDS = Integer.getInteger("warm", 15);

  private final List<Process> servers = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Integer> operations = new ArrayList<>();
  private final Speakers speakers = new Speakers();

  /**
   * What is measured.
   *
   * @param spread whether each room's members are at all nodes
   */
  private record Scenario(int members, int room, int seconds, int nodes, boolean spread) {
    static Scenario of(String[] words, int at) {
      return new Scenario(
          Integer.parseInt(words[at]),
          Integer.parseInt(words[at + 1]),
          Integer.parseInt(words[at + 2]),
          Integer.parseInt(words[at + 3]),
          words[at + 4].equals("spread"));
    }

    int node(int member) {
      return (spread ? member : member / room) % nodes;
    }
  }

  public static void main(String[] arguments) throws Exception {
    String usual = "100 100 20 1 spread 100 100 20 2 spread 416 26 20 1 placed 416 26 20 2 placed";
    String[] words = arguments.length > 0 ? arguments : usual.split(" ");
    for (int i = 0; i + 4 < words.length; i += 5) {
      SpannedFanout benchmark = new SpannedFanout();
      try {
        benchmark.run(Scenario.of(words, i));
      } finally {
        benchmark.stop();
      }
    }
    System.exit(0);
  }

  private void start(int nodes) throws Exception {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < nodes && nodes > 1; i++) {
      places.add(Integer.toString(FreePort.next()));
    }
    for (int i = 0; i < nodes; i++) {
      List<String> command = new ArrayList<>(List.of(
          ProcessHandle.current().info().command().orElse("java"),
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-cp",
          System.getProperty("java.class.path"),
          SpannedServer.class.getName()));
      if (nodes > 1) {
        command.add(places.get(i));
        places.stream()
            .filter(each -> !each.equals(command.get(command.size() - 1)))
            .forEach(command::add);
      }
      Process server = new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      servers.add(server);
      String[] told = answer(server, "PORT ").split(" ");
      ports.add(Integer.parseInt(told[0]));
      operations.add(Integer.parseInt(told[1]));
    }
    for (int port : operations) {
      while (nodes > 1 && heard(port) < nodes) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private static int heard(int port) throws Exception {
    return new JsonObject(page(port, "/cluster")).getJsonArray("nodes").size();
  }

  private static String page(int port, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  /** The next line that begins so, without that; the log is between, and read on. */
  private static String answer(Process server, String start) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (!line.startsWith(start)) {
      line = lines.readLine();
    }
    Thread log = new Thread(() -> lines.lines().filter(each -> LOG).forEach(System.out::println));
    log.setDaemon(true);
    log.start();
    return line.substring(start.length());
  }

  private void run(Scenario scenario) throws Exception {
    start(scenario.nodes());
    Heard heard = speakers.heard();
    connect(scenario);
    speakers.speak();
    TimeUnit.SECONDS.sleep(WARM_SECONDS);
    speakers.measure();
    long messages = speakers.messages();
    long reads = heard.reads;
    Map<Process, Map<String, Long>> before = new HashMap<>();
    for (Process server : servers) {
      before.put(server, cpuByThread(server));
    }
    long cpu = sum(before);
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(scenario.seconds());
    double time = (System.nanoTime() - begin) / 1e9;
    Map<Process, Map<String, Long>> after = new HashMap<>();
    for (Process server : servers) {
      after.put(server, cpuByThread(server));
    }
    double spent = sum(after) - cpu;
    double delivered = speakers.messages() - messages;
    System.out.printf(
        "members=%d room=%d nodes=%d %s deliveries/s=%.0f cpu-us/delivery=%.3f servers-cpu=%.0f%% writes/s=%.0f "
            + "p50=%.1fms p99=%.1fms lost=%d%n",
        scenario.members(),
        scenario.room(),
        scenario.nodes(),
        scenario.spread() ? "spread" : "placed",
        delivered / time,
        spent / 1000 / delivered,
        spent / 1e7 / time,
        (heard.reads - reads) / time,
        heard.latency.getValueAtPercentile(50) / 1e6,
        heard.latency.getValueAtPercentile(99) / 1e6,
        heard.lost);
    for (int port : operations) {
      tellClosed(port);
    }
    for (Process server : servers) {
      System.out.println("  by thread, percent: " + threads(server, before.get(server), time));
    }
  }

  /** The threads that took most of a process's time, by name; those of one name together. */
  private static String threads(Process server, Map<String, Long> before, double time)
      throws Exception {
    Map<String, Long> spent = cpuByThread(server);
    before.forEach((name, nanos) -> spent.merge(name, -nanos, Long::sum));
    return spent.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(6)
        .map(each -> "%s %.1f".formatted(each.getKey(), each.getValue() / 1e7 / time))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Long> cpuByThread(Process server) throws Exception {
    Map<String, Long> spent = new HashMap<>();
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + server.pid() + "/task"))) {
      for (Path thread : threads) {
        long nanos =
            Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
        spent.merge(Files.readString(thread.resolve("comm")).strip(), nanos, Long::sum);
      }
    }
    return spent;
  }

  /** Why sockets were closed, where any was. */
  private static void tellClosed(int port) throws Exception {
    page(port, "/metrics")
        .lines()
        .filter(line -> line.startsWith("atoll_sockets_closed_total") && !line.endsWith(" 0.0"))
        .forEach(System.out::println);
  }

  private void connect(Scenario scenario) throws Exception {
    for (int i = 0; i < scenario.members(); i++) {
      speakers.enter(ports.get(scenario.node(i)), "I" + i / scenario.room());
      // one after the other: a cold node that is asked for all seats at once answers too late
      speakers.awaitInside();
    }
  }

  private void stop() throws Exception {
    for (Process server : servers) {
      server.getOutputStream().close();
      server.waitFor(10, TimeUnit.SECONDS);
      server.destroyForcibly();
    }
    speakers.close();
  }

  private static long sum(Map<Process, Map<String, Long>> spent) {
    return spent.values().stream()
        .flatMap(each -> each.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }
}
