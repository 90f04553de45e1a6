package dev.atoll.cli;

import dev.atoll.config.AtollSettings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks settings without starting. */
@Command(
    name = "check-config",
    description = "Checks the settings without starting: exit code 0 when they hold, 2 otherwise.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    footer = {"", SettingsOptions.FOOTER})
final class CheckConfig implements Callable<Integer> {
  @Mixin
  private SettingsOptions settings = new SettingsOptions();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    AtollSettings loaded = settings.load(err).settings();
    // settings are checked on other machines as well, so these do not count as wrong
    NamedFiles.unreadable(loaded).forEach(line -> err.println("Warning: " + line));
    NamedFiles.open(loaded).forEach(line -> err.println("Warning: " + line));
    spec.commandLine().getOut().println("The settings hold.");
    return ExitCode.OK;
  }
}
