package dev.atoll.cli;

import dev.atoll.islands.Merge;
import dev.atoll.islands.trace.TraceOutcome;
import dev.atoll.islands.trace.TraceOutcome.Difference;
import dev.atoll.islands.trace.TraceOutcome.Same;
import dev.atoll.islands.trace.TraceOutcome.Unplayable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays recorded traces through the islands engine. */
@Command(
    name = "replay",
    description = {
      "Plays recorded island traces through the engine and prints the first difference of each.",
      "Exits 0 when all were as recorded, 1 when any differs, else 2 when a file is no trace or cannot",
      "be read, else 3 when one holds operations that an engine alone cannot play."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class Replay implements Callable<Integer> {
  private static final int NOT_PLAYABLE = 3;

  /** A difference is what somebody looks for, so it is told whatever else was wrong. */
  private static final List<Integer> WORST_FIRST =
      List.of(ExitCode.FAILED, ExitCode.USAGE, NOT_PLAYABLE, ExitCode.OK);

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Trace files.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--merge",
      paramLabel = "reference|stable",
      description = {
        "By which merge, whatever the file says. Unless given: the merge that the file was",
        "recorded by when it names one, as recordings of a node do; else reference."
      })
  private Optional<Merge> merge = Optional.empty();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    int worst = ExitCode.OK;
    for (Path file : files) {
      worst = worse(worst, play(file));
    }
    return worst;
  }

  private static int worse(int one, int other) {
    return WORST_FIRST.indexOf(one) < WORST_FIRST.indexOf(other) ? one : other;
  }

  private int play(Path file) {
    try {
      return play(file, Files.readString(file));
    } catch (CharacterCodingException noText) {
      return refuse(file, "not a trace: no text in UTF-8");
    } catch (NoSuchFileException missing) {
      return refuse(file, "cannot be read: no such file");
    } catch (AccessDeniedException forbidden) {
      return refuse(file, "cannot be read: permission denied");
    } catch (IOException unreadable) {
      return refuse(file, "cannot be read: " + unreadable.getMessage());
    } catch (IllegalArgumentException noTrace) {
      return refuse(file, "not a trace: " + noTrace.getMessage());
    }
  }

  private int play(Path file, String text) {
    PrintWriter out = spec.commandLine().getOut();
    int worst = ExitCode.OK;
    for (dev.atoll.islands.trace.Replay replay : played(text)) {
      out.println(file + ": " + replay.trace() + ": " + said(replay.outcome()));
      worst = worse(worst, code(replay.outcome()));
    }
    return worst;
  }

  private int refuse(Path file, String why) {
    spec.commandLine().getErr().println(file + ": " + why);
    return ExitCode.USAGE;
  }

  private List<dev.atoll.islands.trace.Replay> played(String text) {
    return merge
        .map(chosen -> dev.atoll.islands.trace.Replay.by(chosen, text))
        .orElseGet(() -> dev.atoll.islands.trace.Replay.unlessSaid(Merge.REFERENCE, text));
  }

  private static String said(TraceOutcome outcome) {
    if (outcome instanceof Same same) {
      return "same, " + same.steps() + " steps";
    }
    return outcome instanceof Unplayable unplayable
        ? "not playable: it holds " + String.join(", ", unplayable.operations())
        : ((Difference) outcome).text();
  }

  private static int code(TraceOutcome outcome) {
    if (outcome instanceof Same) {
      return ExitCode.OK;
    }
    return outcome instanceof Unplayable ? NOT_PLAYABLE : ExitCode.FAILED;
  }
}
