package dev.atoll.islands.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recorded traces among the test resources. */
public final class TraceFiles {
  private static final Path ROOT = Path.of("src/test/resources/traces");
  private static final List<String> NOT_TRACES = List.of("facts.json", "functions.json");

  private TraceFiles() {}

  /** The texts of those directly in the folder. */
  public static List<String> recorded() {
    return in(ROOT);
  }

  /** The texts of those from the reference's own tests. */
  public static List<String> ported() {
    return in(ROOT.resolve("ported"));
  }

  /** The texts of those with transports that come and go. */
  public static List<String> transports() {
    return in(ROOT.resolve("transports"));
  }

  /** All traces an engine alone can play, without transports. */
  public static Stream<Trace> playable() {
    return Stream.concat(recorded().stream(), ported().stream())
        .flatMap(text -> TraceReader.read(text).stream())
        .filter(trace -> trace.foreignOperations().isEmpty());
  }

  /** The text of one file. */
  public static String text(String path) {
    return read(ROOT.resolve(path));
  }

  private static List<String> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !NOT_TRACES.contains(file.getFileName().toString()))
          .sorted()
          .map(TraceFiles::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
