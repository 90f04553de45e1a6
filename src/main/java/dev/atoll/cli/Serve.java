package dev.atoll.cli;

import dev.atoll.config.LoadedSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a node until it is told to stop. */
@Command(
    name = "serve",
    description =
        "Runs a node until SIGTERM or Ctrl-C, then drains it (a second one stops it at once).",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    footer = {"", SettingsOptions.FOOTER})
final class Serve implements Callable<Integer> {
  private final NodeStart start;

  @Mixin
  private SettingsOptions settings = new SettingsOptions();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** Runs the node of this program. */
  Serve() {
    this((vertx, all) -> {
      throw new CommandFailure("There is no node in this build.");
    });
  }

  Serve(NodeStart start) {
    this.start = start;
  }

  @Override
  public Integer call() {
    LoadedSettings loaded = settings.load();
    Logging.configure(loaded.settings().log());
    try {
      NodeProcess process = new NodeProcess(start, spec.commandLine().getOut());
      loaded.warnings().forEach(process::warn);
      return process.run(loaded.settings(), StopSignals.asked());
    } finally {
      Logging.stop();
    }
  }
}
