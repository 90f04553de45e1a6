package dev.atoll.cli;

import dev.atoll.config.InvalidSettingsException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The program. Without a sub-command it serves. */
@Command(
    name = "atoll",
    description = "Communications for Decentraland-style realms in one program.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    subcommands = {
      Serve.class,
      CheckConfig.class,
      PrintConfig.class,
      Explain.class,
      Replay.class,
      Crowd.class,
      Token.class,
      Cluster.class
    },
    footer = {"", "Without a sub-command: serve. Each explains itself: atoll serve --help"})
public final class Atoll {
  private static final String SERVE = "serve";
  private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  Atoll() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // what libraries tell of themselves would be among what a command prints; serve sets the logger
    // up anew
    Logging.configureForTool();
    String[] whole = withCommand(arguments);
    System.exit(
        whole[0].equals(SERVE)
            ? server().execute(Arrays.copyOfRange(whole, 1, whole.length))
            : commandLine().execute(whole));
  }

  /** By itself: to look at all the other commands would take a twentieth of a node's start. */
  static CommandLine server() {
    return commandLine(new Serve()).setCommandName("atoll " + SERVE);
  }

  static CommandLine commandLine() {
    return commandLine(new Atoll());
  }

  /** Runs a command so that what goes wrong is told in words. */
  static CommandLine commandLine(Object command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Atoll::explain);
  }

  /** What begins with a flag is for {@code serve}. */
  static String[] withCommand(String... arguments) {
    boolean named = arguments.length > 0
        && (!arguments[0].startsWith("-") || OWN_OPTIONS.contains(arguments[0]));
    return named
        ? arguments
        : Stream.concat(Stream.of(SERVE), Arrays.stream(arguments)).toArray(String[]::new);
  }

  private static int explain(Exception thrown, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (thrown instanceof InvalidSettingsException invalid) {
      err.println("These settings do not hold:");
      invalid.problems().forEach(problem -> err.println("  " + problem));
      err.println("All keys: docs/configuration.md, or: atoll print-config");
      return ExitCode.USAGE;
    }
    if (thrown instanceof CommandFailure) {
      err.println(thrown.getMessage());
      return ExitCode.FAILED;
    }
    err.println("This is a bug of Atoll, please report it:");
    thrown.printStackTrace(err);
    return ExitCode.FAILED;
  }
}
