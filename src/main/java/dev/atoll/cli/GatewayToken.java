package dev.atoll.cli;

import dev.atoll.config.GatewaySettings;
import dev.atoll.config.SettingException;
import dev.atoll.gateway.Area;
import dev.atoll.gateway.GatewayTokens;
import dev.atoll.gateway.Grant;
import dev.atoll.gateway.Parcels;
import dev.atoll.node.ClusterSecrets;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the token of a third-party server. */
@Command(
    name = "gateway",
    description = {
      "Makes the token by which a third-party server enters the gateway, and prints it.",
      "Its id, by which gateway.revoked takes it back, goes to the error stream."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    footer = {"", SettingsOptions.FOOTER})
final class GatewayToken implements Callable<Integer> {
  /** Random enough that nobody meets one twice. */
  private static final int ID_BYTES = 9;

  private static final String ALL = "all";

  @Option(
      names = "--scene",
      paramLabel = "ID",
      description = "A scene that it may hear. Any number.")
  private List<String> scenes = new ArrayList<>();

  @Option(
      names = "--parcels",
      paramLabel = "X,Y..X,Y",
      description = "A rectangle of parcels: it may hear islands with a member there. Any number.")
  private List<String> parcels = new ArrayList<>();

  @Option(
      names = "--publish",
      arity = "0..1",
      fallbackValue = ALL,
      preprocessor = FlagIsNoValue.class,
      paramLabel = "ID|X,Y..X,Y",
      description = "A scene or rectangle that it may speak into; by itself: all it may hear.")
  private List<String> publish = new ArrayList<>();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      converter = LongDurationText.class,
      description = "From now to its end, such as 12h or 30d; 30d.")
  private Duration expires = Duration.ofDays(30);

  @Mixin
  private SettingsOptions settings = new SettingsOptions();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** A setting's flag after {@code --publish} is not what to publish into. */
  static final class FlagIsNoValue implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> details) {
      if (!arguments.isEmpty() && arguments.peek().startsWith("--")) {
        arguments.push(ALL);
      }
      return false;
    }
  }

  @Override
  public Integer call() {
    Area read = new Area(Set.copyOf(scenes), parcels.stream().map(this::parcels).toList());
    Area write = written(read);
    if (read.equals(Area.NOTHING) && write.equals(Area.NOTHING)) {
      throw wrong("Give --scene, --parcels or --publish: a token for nothing opens nothing");
    }
    GatewaySettings gateway = ClusterSecrets.complete(
            settings.load(spec.commandLine().getErr()).settings())
        .gateway();
    if (!gateway.isOn()) {
      throw new CommandFailure("Set gateway.secret or gateway.secret-file, which signs tokens.");
    }
    Instant end = Instant.now().plus(expires).truncatedTo(ChronoUnit.SECONDS);
    print(gateway, new Grant(newId(), read, write, end));
    return ExitCode.OK;
  }

  private Area written(Area read) {
    Set<String> scenesWritten = new LinkedHashSet<>();
    List<Parcels> parcelsWritten = new ArrayList<>();
    for (String each : publish) {
      if (each.equals(ALL)) {
        scenesWritten.addAll(read.scenes());
        parcelsWritten.addAll(read.parcels());
      } else if (each.matches("[-0-9,. ]+")) {
        parcelsWritten.add(parcels(each));
      } else {
        scenesWritten.add(each);
      }
    }
    return new Area(scenesWritten, parcelsWritten);
  }

  private Parcels parcels(String text) {
    try {
      return Parcels.of(text);
    } catch (IllegalArgumentException malformed) {
      throw wrong(text + " is no rectangle of parcels: " + malformed.getMessage());
    }
  }

  private void print(GatewaySettings gateway, Grant grant) {
    Vertx vertx = Vertx.vertx();
    try {
      String token = GatewayTokens.create(vertx, gateway).mint(grant);
      spec.commandLine().getOut().println(token);
      spec.commandLine().getErr().println("id " + grant.id() + ", until " + grant.expires());
    } catch (SettingException unreadable) {
      throw new CommandFailure(
          unreadable.key() + ": " + unreadable.value() + " is not " + unreadable.expected());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static String newId() {
    byte[] bytes = new byte[ID_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
