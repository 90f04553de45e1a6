package dev.atoll.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings are looked for. Flags win over the environment, the environment over the file, and the packaged
 * defaults give the rest.
 *
 * @param file settings file of the command line; else that of {@code ATOLL_CONFIG}, else {@code conf/atoll.yaml} in
 *     the working folder where it exists
 * @param environment variables, of which those that begin with {@code ATOLL_} count
 * @param flags arguments {@code --key=value}
 * @param folder the working folder
 */
public record SettingsSources(
    Optional<Path> file, Map<String, String> environment, List<String> flags, Path folder) {

  public SettingsSources {
    environment = Map.copyOf(environment);
    flags = List.copyOf(flags);
  }

  /** The sources of this process. */
  public static SettingsSources ofProcess(Optional<Path> file, List<String> flags) {
    return new SettingsSources(file, System.getenv(), flags, Path.of(""));
  }
}
