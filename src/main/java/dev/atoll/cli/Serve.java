package dev.atoll.cli;

import dev.atoll.cli.NodeStart.RunningNode;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.GatewaySettings;
import dev.atoll.config.LoadedSettings;
import dev.atoll.config.TransportRule;
import dev.atoll.node.AtollNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
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
    this(Serve::deploy);
  }

  Serve(NodeStart start) {
    this.start = start;
  }

  private static Future<RunningNode> deploy(Vertx vertx, AtollSettings settings) {
    AtollNode node = new AtollNode(settings);
    return vertx
        .deployVerticle(node)
        .map(id -> new RunningNode(id, node.httpPort(), node.operationsPort(), edits(node)));
  }

  private static EditedSettings.Node edits(AtollNode node) {
    return new EditedSettings.Node() {
      @Override
      public void rules(List<TransportRule> rules) {
        node.rules(rules);
      }

      @Override
      public void tokens(GatewaySettings gateway) {
        node.tokens(gateway);
      }
    };
  }

  @Override
  public Integer call() {
    LoadedSettings loaded = settings.load();
    Logging.configure(loaded.settings().log());
    try {
      NodeProcess process = new NodeProcess(start, spec.commandLine().getOut());
      loaded.warnings().forEach(process::warn);
      NamedFiles.open(loaded.settings()).forEach(process::warn);
      EditedSettings edits = new EditedSettings(settings.file(), settings::load, loaded.settings());
      return process.run(loaded.settings(), edits, StopSignals.asked());
    } finally {
      Logging.stop();
    }
  }
}
