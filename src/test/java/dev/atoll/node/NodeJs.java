package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atoll.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a script of {@code src/test/node}, where clients of the published packages are. What is missing for it skips a test,
 * but fails it on CI.
 */
public final class NodeJs {
  private static final int SECONDS = 3 * Patience.SECONDS;
  private static final Path FOLDER = Path.of("src", "test", "node");

  private NodeJs() {}

  /** Starts a script whose standard input and output are the test's. */
  public static Process start(String script, String... arguments) {
    try {
      return builder(script, arguments)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static ProcessBuilder builder(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of(needed("node").toString(), script));
    command.addAll(List.of(arguments));
    need(Files.isDirectory(FOLDER.resolve("node_modules")), "the packages of src/test/node");
    return new ProcessBuilder(command).directory(FOLDER.toFile());
  }

  /** Runs the script to its end, which has to be a good one. */
  static void run(String script, String... arguments) {
    try {
      Path said = Files.createTempFile("atoll-node", ".log");
      Process process = builder(script, arguments)
          .redirectErrorStream(true)
          .redirectOutput(said.toFile())
          .start();
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String output = Files.readString(said);
      assertThat(ended).as("%s ended; it said: %s", script, output).isTrue();
      assertThat(process.exitValue()).as("%s said: %s", script, output).isZero();
      Files.delete(said);
    } catch (IOException | InterruptedException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** The first of these programs that is installed. */
  static Path needed(String... names) {
    Optional<Path> found = Stream.of(names)
        .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
    need(found.isPresent(), String.join(" or ", names));
    return found.orElseThrow();
  }

  private static void need(boolean there, String what) {
    String missing = what + " missing, scripts/test brings it";
    if (!there && System.getenv("CI") != null) {
      fail(missing);
    }
    assumeTrue(there, missing);
  }
}
