package dev.atoll.node;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atoll.Patience;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real server of somebody else's on loopback, with a folder of its own, which can be killed and started again. */
public final class ExternalServer implements AutoCloseable {
  /** Where packages put servers, on the path or not. */
  private static final List<Path> FOLDERS =
      List.of(Path.of("/usr/sbin"), Path.of("/usr/local/bin"), Path.of("/opt/homebrew/bin"));

  private final Path folder;
  private Process process;

  /** @param name of its folder's */
  public ExternalServer(String name) {
    try {
      folder = Files.createTempDirectory("atoll-" + name);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  /** Where that program is; where it is missing the test is skipped, but on CI it fails. */
  public static String program(String name) {
    Optional<Path> found = Stream.concat(programFolders(), FOLDERS.stream())
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
    if (found.isEmpty() && System.getenv("CI") != null) {
      fail(name + " is missing, scripts/test installs it");
    }
    assumeTrue(found.isPresent(), name + " is missing, scripts/test installs it");
    return found.orElseThrow().toString();
  }

  /** The folders of {@code PATH}. */
  public static Stream<Path> programFolders() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
  }

  public Path folder() {
    return folder;
  }

  /** Writes a file into its folder. */
  public Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  /** Runs that command until it answers. What it writes lies in the folder's {@code log}. */
  public void run(List<String> command, Callable<Boolean> answers) {
    try {
      process = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
          .start();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    Awaitility.await().atMost(Patience.TIME).until(() -> {
      if (!process.isAlive()) {
        fail(command.get(0) + " ended with " + process.exitValue() + ", see " + folder);
      }
      return answers.call();
    });
  }

  /** As {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Sends it a signal such as {@code STOP}, by a shell, since a bare system has no program {@code kill}. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
        .start()
        .waitFor();
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
