package dev.atoll.cli;

import dev.atoll.config.LoadedSettings;
import dev.atoll.config.SettingsLoader;
import dev.atoll.config.SettingsSources;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.UnmatchedArgsBinding;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that needs settings: a file, and each key as a flag. */
final class SettingsOptions {
  static final String FOOTER =
      "Every setting is a flag as well: --http.port=8080. All of them: atoll print-config";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file. Else that of the variable ATOLL_CONFIG, else conf/atoll.yaml.")
  private @Nullable Path file;

  private List<String> flags = List.of();

  /** What is no option of the command is a setting, or a mistake that is told with the wrong settings. */
  @Spec(Spec.Target.MIXEE)
  void take(CommandSpec command) {
    command.addUnmatchedArgsBinding(UnmatchedArgsBinding.forStringArrayConsumer(new ISetter() {
      @Override
      public <T> @Nullable T set(@Nullable T arguments) {
        flags = arguments == null ? List.of() : List.of((String[]) arguments);
        return null;
      }
    }));
  }

  /** Reads the settings; what an operator should know is left to the caller. */
  LoadedSettings load() {
    return SettingsLoader.load(sources());
  }

  /** The file that they are read from, where there is one. */
  Optional<Path> file() {
    return SettingsLoader.file(sources());
  }

  private SettingsSources sources() {
    return SettingsSources.ofProcess(Optional.ofNullable(file), flags);
  }

  /** Reads the settings; what an operator should know is printed. */
  LoadedSettings load(PrintWriter err) {
    LoadedSettings loaded = load();
    loaded.warnings().forEach(warning -> err.println("Warning: " + warning));
    return loaded;
  }
}
