package dev.atoll.cli;

import dev.atoll.client.RealmAddress;
import dev.atoll.client.crowd.CrowdPlan;
import dev.atoll.client.crowd.DoorChoice;
import dev.atoll.client.crowd.Summary;
import dev.atoll.client.crowd.SummaryJson;
import dev.atoll.client.crowd.SummaryText;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Brings a crowd of walking peers to a realm. */
@Command(
    name = "crowd",
    description = {
      "Brings a crowd of walking peers to a realm, over the real protocols and with real signatures, "
          + "and checks all that they hear.",
      "Exits 0 when nothing was wrong, 1 when something was, 2 when the realm cannot be reached.",
      "Ctrl-C ends it before its time, with the summary; a second one at once."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class Crowd implements Callable<Integer> {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The realm; http://127.0.0.1:8080 when not given. Several times for several of its nodes: see --doors.")
  private List<String> urls = List.of("http://127.0.0.1:8080");

  @Option(names = "--peers", paramLabel = "N", description = "How many come; 200.")
  private int peers = 200;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationText.class,
      description = "From the first login to the last movement, such as 90s or 10m; 60s.")
  private Duration duration = Duration.ofSeconds(60);

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of where they go; another one each time when not given.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--density",
      paramLabel = "N",
      description = "Members of a room in the mean aimed at; 27.")
  private double density = CrowdPlan.DEFAULT_DENSITY;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where to write the summary as JSON as well.")
  private Optional<Path> json = Optional.empty();

  @ArgGroup(validate = false, heading = "How often, a second:%n")
  private Often often = new Often();

  @ArgGroup(validate = false, heading = "In a realm of several nodes:%n")
  private Beside beside = new Beside();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** What peers do beside walking and talking. */
  static final class Beside {
    @Option(
        names = "--come-back",
        description =
            "Who loses its session or room comes back as clients do, and how that went is told; else it is wrong.")
    private boolean comesBack;

    @Option(
        names = "--stay-home",
        description = "Nobody goes to another village: all island changes are the realm's doing.")
    private boolean staysHome;

    @Option(
        names = "--doors",
        paramLabel = "WHICH",
        converter = DoorChoiceText.class,
        description =
            "Of several --url that are well each peer takes one by chance, random, or one with the fewest of the crowd, least-busy; random.")
    private DoorChoice doors = DoorChoice.RANDOM;

    CrowdPlan.Habits habits() {
      return new CrowdPlan.Habits(comesBack, staysHome, doors);
    }
  }

  /** How often things are done. */
  static final class Often {
    @Option(names = "--heartbeat-hz", paramLabel = "N", description = "Of each peer; 1.")
    private double heartbeats = CrowdPlan.Pace.DEFAULT.heartbeats();

    @Option(names = "--movement-hz", paramLabel = "N", description = "Of each peer; 10.")
    private double movements = CrowdPlan.Pace.DEFAULT.movements();

    @Option(
        names = "--login-rate",
        paramLabel = "N",
        description = "Of the whole crowd at most; 200.")
    private double logins = CrowdPlan.Pace.DEFAULT.logins();

    CrowdPlan.Pace pace() {
      CrowdPlan.Pace usual = CrowdPlan.Pace.DEFAULT;
      double chats = Math.min(usual.chats(), movements);
      return new CrowdPlan.Pace(heartbeats, movements, chats, logins, usual.patience());
    }
  }

  @Override
  public Integer call() {
    List<RealmAddress> doors;
    CrowdPlan plan;
    try {
      doors = urls.stream().map(RealmAddress::parse).toList();
      long chosen = seed.orElseGet(() -> (long) new SecureRandom().nextInt(1_000_000));
      plan = new CrowdPlan(peers, duration, chosen, density, often.pace(), beside.habits());
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
    // all of the crowd is on one event loop
    Vertx vertx = Vertx.builder()
        .with(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1))
        .build();
    try {
      return go(vertx, plan, doors);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private int go(Vertx vertx, CrowdPlan plan, List<RealmAddress> doors) {
    PrintWriter out = spec.commandLine().getOut();
    String where = doors.stream().map(RealmAddress::toString).collect(Collectors.joining(", "));
    out.printf("%d peers go to %s (seed %d)%n", plan.peers(), where, plan.seed());
    out.flush();
    dev.atoll.client.crowd.Crowd crowd = new dev.atoll.client.crowd.Crowd(vertx, plan, line -> {
      out.println(line);
      out.flush();
    });
    StopSignals.asked().thenRun(crowd::stop);
    return crowd
        .run(doors)
        .map(summary -> tell(summary, out))
        .otherwise(unreachable -> {
          spec.commandLine().getErr().println("No crowd: " + unreachable.getMessage());
          return ExitCode.USAGE;
        })
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private int tell(Summary summary, PrintWriter out) {
    out.print(SummaryText.of(summary));
    out.flush();
    json.ifPresent(file -> write(summary, file));
    return summary.fine() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void write(Summary summary, Path file) {
    try {
      Files.writeString(file, SummaryJson.of(summary).encodePrettily() + System.lineSeparator());
    } catch (IOException unwritable) {
      throw new CommandFailure(
          "The summary cannot be written to " + file + ": " + unwritable.getMessage());
    }
  }
}
