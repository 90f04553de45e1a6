package dev.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command as a process, since signals end one. */
@Timeout(180)
class ServeTest {
  private static final int SIGTERM = 15;

  private Process process = null;

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void sigterm_drains_and_ends_well() throws Exception {
    BufferedReader lines = serve(ServeMain.DRAINS);
    awaitLine(lines, "Ctrl-C stops it.");

    signal();

    awaitLine(lines, "stopped drained=true");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void a_second_signal_ends_at_once() throws Exception {
    BufferedReader lines = serve(ServeMain.HANGS);
    awaitLine(lines, "Ctrl-C stops it.");

    signal();
    awaitLine(lines, "draining");
    signal();

    assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + SIGTERM);
  }

  @Test
  void a_start_that_fails_says_why() throws Exception {
    BufferedReader lines = serve(ServeMain.FAILS);

    awaitLine(lines, "The node cannot start: no luck");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private BufferedReader serve(String fate) throws IOException {
    List<String> command = List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        ServeMain.class.getName(),
        fate);
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return process.inputReader();
  }

  /** {@link Process#destroy} would also close the output. */
  private void signal() {
    process.toHandle().destroy();
  }

  private static void awaitLine(BufferedReader lines, String part) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(part)) {
        return;
      }
    }
    throw new AssertionError("no line with " + part + " in:\n" + seen);
  }
}
