package dev.atoll.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs small programs of the system and waits for them; as root where this user may be. */
final class Shell {
  private static final long SECONDS = 20;

  private Shell() {}

  /** What goes before a command that only root may run. */
  static List<String> root() {
    return "root".equals(System.getProperty("user.name")) ? List.of() : List.of("sudo", "-n");
  }

  /** Runs it and gives what it wrote; throws where it fails. */
  static String run(List<String> command) {
    Ended ended = attempt(command);
    if (ended.code() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + ": " + ended.output().strip());
    }
    return ended.output();
  }

  static String asRoot(String... command) {
    List<String> all = new ArrayList<>(root());
    all.addAll(List.of(command));
    return run(all);
  }

  /** Runs it as root, whatever comes of it: for tidying up. */
  static void asRootIfPossible(String... command) {
    List<String> all = new ArrayList<>(root());
    all.addAll(List.of(command));
    attempt(all);
  }

  /** What came of it; of a program that is not there code 127. */
  static Ended attempt(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      return new Ended(ended ? process.exitValue() : 124, output);
    } catch (IOException missing) {
      return new Ended(127, String.valueOf(missing.getMessage()));
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** How a command ended. */
  record Ended(int code, String output) {}
}
