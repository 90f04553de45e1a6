package dev.atoll.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The settings file somebody chose, or the one that lies where it is looked for.
 *
 * @param name as it was given, for messages
 * @param path where it is
 */
record SettingsFile(String name, Path path) {
  static final String VARIABLE = "ATOLL_CONFIG";
  private static final Path USUAL = Path.of("conf", "atoll.yaml");

  /** A hundred times the packaged file; what is larger is not a settings file. */
  private static final int LARGEST = 1 << 20;

  static Optional<SettingsFile> of(SettingsSources sources) {
    String variable = sources.environment().getOrDefault(VARIABLE, "");
    Optional<Path> chosen = sources.file();
    if (chosen.isEmpty() && !variable.isEmpty()) {
      chosen = Optional.of(Path.of(variable));
    }
    return chosen
        .or(() ->
            Files.exists(sources.folder().resolve(USUAL)) ? Optional.of(USUAL) : Optional.empty())
        .map(path -> new SettingsFile(path.toString(), sources.folder().resolve(path)));
  }

  Map<String, Given> read(Consumer<SettingProblem> problems) {
    try {
      Optional<String> text = text();
      if (text.isPresent()) {
        return YamlReader.read(name, text.get(), problems);
      }
      problems.accept(problem("expected a settings file, this is larger than 1 MiB"));
    } catch (NoSuchFileException absent) {
      problems.accept(problem("no such file"));
    } catch (CharacterCodingException notText) {
      problems.accept(problem("expected text in UTF-8"));
    } catch (IOException unreadable) {
      problems.accept(problem(Files.isDirectory(path) ? "is a folder" : "cannot be read"));
    }
    return Map.of();
  }

  /** Nothing when it is too large; of devices and pipes the size is not known before. */
  private Optional<String> text() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      return bytes.length > LARGEST
          ? Optional.empty()
          : Optional.of(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    }
  }

  private SettingProblem problem(String expected) {
    return new SettingProblem(name, Optional.empty(), expected, "settings file");
  }
}
