package dev.atoll.rooms;

import dev.atoll.rooms.BenchmarkPeer.Heard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a delivered message costs. The server runs in a JVM of its own, whose CPU time is taken from the kernel; all peers run in
 * this one. Arguments, each scenario three numbers: members, members a room, seconds. Every member speaks ten times a second.
 */
public final class RoomFanoutBenchmark {
  /** First characters of every room's name. */
  static final String ROOM = "bench";

  private static final int WARM_SECONDS = Integer.getInteger("warm", 8);

  private final Process server;
  private final BufferedReader answers;
  private final int port;
  private final Speakers speakers = new Speakers();

  private RoomFanoutBenchmark() throws Exception {
    List<String> command = new ArrayList<>(List.of(
        ProcessHandle.current().info().command().orElse("java"),
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-Dnative=" + System.getProperty("native", "true"),
        "-cp",
        System.getProperty("java.class.path")));
    String options = System.getProperty("server", "");
    if (!options.isEmpty()) {
      command.addAll(1, List.of(options.split(" ")));
    }
    command.add(BenchmarkServer.class.getName());
    server = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    answers =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    port = Integer.parseInt(answer("PORT "));
  }

  public static void main(String[] arguments) throws Exception {
    String[] scenario = arguments.length > 0 ? arguments : "100 100 15 1000 26 15".split(" ");
    for (int i = 0; i + 2 < scenario.length; i += 3) {
      RoomFanoutBenchmark benchmark = new RoomFanoutBenchmark();
      try {
        benchmark.run(
            Integer.parseInt(scenario[i]),
            Integer.parseInt(scenario[i + 1]),
            Integer.parseInt(scenario[i + 2]));
      } finally {
        benchmark.stop();
      }
    }
    System.exit(0);
  }

  private void run(int members, int room, int seconds) throws Exception {
    Heard heard = speakers.heard();
    connect(members, room);
    speakers.speak();
    TimeUnit.SECONDS.sleep(WARM_SECONDS);
    speakers.measure();
    long messages = speakers.messages();
    long reads = heard.reads;
    long cpu = cpuNanos(server.pid());
    long own = cpuNanos(ProcessHandle.current().pid());
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double time = (System.nanoTime() - begin) / 1e9;
    double spent = cpuNanos(server.pid()) - cpu;
    double generator = cpuNanos(ProcessHandle.current().pid()) - own;
    double delivered = speakers.messages() - messages;
    System.out.printf(
        "members=%d room=%d deliveries/s=%.0f cpu-us/delivery=%.3f server-cpu=%.0f%% writes/s=%.0f "
            + "p50=%.1fms p99=%.1fms max=%.0fms generator-cpu=%.0f%% lost=%d%n",
        members,
        room,
        delivered / time,
        spent / 1000 / delivered,
        spent / 1e7 / time,
        (heard.reads - reads) / time,
        heard.latency.getValueAtPercentile(50) / 1e6,
        heard.latency.getValueAtPercentile(99) / 1e6,
        heard.latency.getMaxValue() / 1e6,
        generator / 1e7 / time,
        heard.lost);
    server.getOutputStream().write('\n');
    server.getOutputStream().flush();
    System.out.println(answer("COUNTERS "));
  }

  /** The next line that begins so, without that; the log is between. */
  private String answer(String start) throws IOException {
    String line = answers.readLine();
    while (!line.startsWith(start)) {
      System.out.println(line);
      line = answers.readLine();
    }
    return line.substring(start.length());
  }

  private void connect(int members, int room) throws Exception {
    for (int i = 0; i < members; i++) {
      speakers.enter(port, ROOM + i / room);
    }
    speakers.awaitInside();
  }

  private void stop() throws Exception {
    server.getOutputStream().close();
    server.waitFor(10, TimeUnit.SECONDS);
    speakers.close();
  }

  private static long cpuNanos(long process) throws Exception {
    long sum = 0;
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + process + "/task"))) {
      for (Path thread : threads) {
        sum += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
      }
    }
    return sum;
  }
}
