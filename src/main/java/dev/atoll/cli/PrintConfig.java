package dev.atoll.cli;

import dev.atoll.config.EffectiveSetting;
import dev.atoll.config.LoadedSettings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what counts, and where each value came from. */
@Command(
    name = "print-config",
    description =
        "Prints the settings that count as YAML, each with where it was given. Secrets are masked.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    footer = {"", SettingsOptions.FOOTER})
final class PrintConfig implements Callable<Integer> {
  @Mixin
  private SettingsOptions settings = new SettingsOptions();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    print(settings.load(spec.commandLine().getErr()), spec.commandLine().getOut());
    return ExitCode.OK;
  }

  private static void print(LoadedSettings loaded, PrintWriter out) {
    String[] above = new String[0];
    for (EffectiveSetting setting : loaded.effective()) {
      String[] path = setting.key().split("\\.");
      for (int depth = 0; depth < path.length - 1; depth++) {
        if (depth >= above.length || !path[depth].equals(above[depth])) {
          out.println("  ".repeat(depth) + path[depth] + ":");
          above = new String[0];
        }
      }
      out.println("  ".repeat(path.length - 1) + line(path[path.length - 1], setting));
      above = path;
    }
  }

  private static String line(String name, EffectiveSetting setting) {
    String value = setting.value().isEmpty() ? "" : " " + setting.value();
    return name + ":" + value + " # " + setting.origin();
  }
}
