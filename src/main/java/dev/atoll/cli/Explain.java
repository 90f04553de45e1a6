package dev.atoll.cli;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.LiveKitDeployment;
import dev.atoll.config.NodeSettings.Part;
import dev.atoll.config.ParcelArea;
import dev.atoll.config.TransportKind;
import dev.atoll.transport.Explanation;
import dev.atoll.transport.SceneMap;
import dev.atoll.transport.Situation;
import dev.atoll.transport.TransportStatus;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Says what an island would ride on. */
@Command(
    name = "explain",
    description = {
      "Says which transport an island at a place would get by the rules of the settings, and why.",
      "Deployments of LiveKit count as up and empty, and of transports that register nothing is known, unless --url asks a node."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    footer = {"", SettingsOptions.FOOTER})
final class Explain implements Callable<Integer> {
  /** As if nobody were there yet. */
  private static final int SEATS = 1_000_000;

  @Option(
      names = "--at",
      paramLabel = "X,Y",
      required = true,
      converter = ParcelText.class,
      description = "Parcel of the island's center, such as 12,-40.")
  private ParcelArea at = new ParcelArea(0, 0, 0, 0);

  @Option(
      names = "--peers",
      paramLabel = "N",
      description = "How many peers it has; 1 unless given.")
  private int peers = 1;

  @Option(
      names = "--no-topics",
      paramLabel = "N",
      description = "How many of them came through a door without topics: /ws.")
  private int withoutTopics;

  @Option(names = "--listened", description = "A third-party server listens to it.")
  private boolean listened;

  @Option(
      names = "--scene",
      paramLabel = "ID",
      description = "The scene that stands there. Unless given it counts as not known.")
  private Optional<String> scene = Optional.empty();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "Management port of a running node, http://127.0.0.1:8081: of its transports as they are now.",
        "The rules are still those of the settings here."
      })
  private Optional<URI> url = Optional.empty();

  @Mixin
  private SettingsOptions settings = new SettingsOptions();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** Reads a parcel. */
  static final class ParcelText implements ITypeConverter<ParcelArea> {
    @Override
    public ParcelArea convert(String text) {
      try {
        ParcelArea parcel = ParcelArea.parse(text);
        if (parcel.west() == parcel.east() && parcel.south() == parcel.north()) {
          return parcel;
        }
      } catch (IllegalArgumentException malformed) {
        // told below
      }
      throw new TypeConversionException("expected a parcel such as 12,-40");
    }
  }

  @Override
  public Integer call() {
    if (peers < 1 || withoutTopics < 0 || withoutTopics > peers) {
      throw new ParameterException(
          spec.commandLine(), "expected --peers of 1 or more, and --no-topics of at most that");
    }
    AtollSettings loaded = settings.load(spec.commandLine().getErr()).settings();
    Explanation explanation = Explanation.of(
        loaded.transportRules(),
        loaded.islands().size(),
        situation(),
        url.map(Explain::running).orElseGet(() -> transports(loaded)));
    print(explanation, spec.commandLine().getOut());
    return ExitCode.OK;
  }

  private static Explanation.Transports running(URI management) {
    Logging.configureForTool();
    return RunningTransports.of(management);
  }

  private Situation situation() {
    SceneMap scenes = (x, y) -> scene.map(Set::of);
    return new Situation.Written(
        (at.west() + 0.5) * ParcelArea.PARCEL_METRES,
        (at.south() + 0.5) * ParcelArea.PARCEL_METRES,
        peers,
        IntStream.rangeClosed(1, withoutTopics).mapToObj(n -> "peer " + n).toList(),
        listened,
        scenes);
  }

  private static Explanation.Transports transports(AtollSettings settings) {
    List<TransportStatus> deployments =
        settings.livekit().stream().map(Explain::empty).toList();
    return new Explanation.Transports(deployments, "", settings.node().runs(Part.ROOMS));
  }

  private static TransportStatus empty(LiveKitDeployment deployment) {
    return new TransportStatus(
        deployment.id(),
        TransportKind.LIVEKIT,
        deployment.url().toString(),
        SEATS,
        0,
        deployment.islandSize().orElse(0),
        true,
        false);
  }

  private void print(Explanation explanation, PrintWriter out) {
    out.printf("An island of %d at parcel %s, by the rules in order:%n", peers, at);
    int number = 0;
    for (Explanation.Considered each : explanation.rules()) {
      out.printf("  %-3d %s%n", ++number, each.rule());
      out.printf("      %s%n", each.matches() ? "matches" : "no: " + each.why());
    }
    for (Explanation.RuledOut each : explanation.ruledOut()) {
      out.printf("      not %s: %s%n", each.transport(), each.why());
    }
    if (explanation.rules().stream().noneMatch(Explanation.Considered::matches)) {
      out.println("  No rule matches: this node's rooms serve.");
    }
    out.printf(
        "It rides on %s, with at most %d peers.%n",
        explanation.carrier(), explanation.islandSize());
  }
}
