package dev.atoll.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;

/** The commented {@code conf/atoll.yaml} as it lies beside this class: a right value for every key. */
final class PackagedSettings {
  private static final String FILE = "atoll.yaml";

  /** Read once: settings are made for each new list of rules. */
  private static final Map<String, Given> VALUES = Collections.unmodifiableMap(read());

  private PackagedSettings() {}

  static Map<String, Given> values() {
    return VALUES;
  }

  private static Map<String, Given> read() {
    Map<String, Given> values = YamlReader.read(FILE, text(), problem -> {
      throw new IllegalStateException(problem.toString());
    });
    values.replaceAll((key, given) -> new Given(given.value(), "default"));
    return values;
  }

  static String text() {
    try (InputStream stream = PackagedSettings.class.getResourceAsStream(FILE)) {
      byte[] bytes = Objects.requireNonNull(stream, FILE).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
