package dev.atoll.cli;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.GatewaySettings;
import dev.atoll.config.InvalidSettingsException;
import dev.atoll.config.LoadedSettings;
import dev.atoll.config.SettingException;
import dev.atoll.config.SettingProblem;
import dev.atoll.config.TransportRule;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows edits of the settings file while the node runs: its rules, and which tokens its gateway believes, count at once, all else
 * from the next start. Files that hold secrets of the gateway are followed like it. What does not hold is told in the log, and what
 * counts stays.
 */
final class EditedSettings {
  /** Looks at no file. */
  static final EditedSettings NONE = new EditedSettings(
      Optional.empty(),
      () -> {
        throw new IllegalStateException("no file");
      },
      AtollSettings.defaults());

  /** Between two looks; an edit counts when the file was the same at two of them, since some editors write in pieces. */
  private static final long LOOK_EACH_MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(EditedSettings.class);

  private final Optional<Path> file;
  private final Supplier<LoadedSettings> load;
  private List<TransportRule> rulesNow;
  private GatewaySettings gateway;
  private List<Object> tokensNow;
  private String taken;
  private String seen;

  /**
   * @param file that is followed
   * @param load reads all settings anew
   * @param started the settings that count
   */
  EditedSettings(Optional<Path> file, Supplier<LoadedSettings> load, AtollSettings started) {
    this.file = file;
    this.load = load;
    this.rulesNow = started.transportRules();
    this.gateway = started.gateway();
    this.tokensNow = tokens(gateway);
    this.taken = stamp();
    this.seen = taken;
  }

  /** What takes them; for any thread, with time to read files. */
  interface Node {
    /** The owner's rules are these from now on. */
    void rules(List<TransportRule> rules);

    /**
     * The gateway believes these tokens from now on.
     *
     * @throws SettingException when a file cannot be read or holds no secret; then nothing has happened
     */
    void tokens(GatewaySettings gateway);

    /** One that takes nothing. */
    Node NONE = new Node() {
      @Override
      public void rules(List<TransportRule> rules) {}

      @Override
      public void tokens(GatewaySettings gateway) {}
    };
  }

  /** Looks at the file from now on until Vert.x is closed; on worker threads, one look at a time. */
  void watch(Vertx vertx, Node node) {
    if (file.isPresent()) {
      look(vertx, node);
    }
  }

  private void look(Vertx vertx, Node node) {
    vertx.setTimer(
        LOOK_EACH_MILLIS,
        id -> vertx
            .executeBlocking(() -> {
              look(node);
              return node;
            })
            .onFailure(bug -> LOG.error("Settings file was not looked at", bug))
            .onComplete(looked -> look(vertx, node)));
  }

  private void look(Node node) {
    String now = stamp();
    boolean settled = now.equals(seen);
    seen = now;
    // one that is gone is being replaced, or somebody will miss it
    if (!settled || now.equals(taken) || now.isEmpty()) {
      return;
    }
    taken = now;
    try {
      take(load.get().settings(), node);
    } catch (InvalidSettingsException invalid) {
      LOG.warn("Edited settings do not hold, the rules stay: {}", told(invalid.problems()));
    } catch (SettingException invalid) {
      LOG.warn("Edited settings do not hold, the tokens stay: {}", invalid.getMessage());
    }
  }

  private void take(AtollSettings edited, Node node) {
    boolean rules = !edited.transportRules().equals(rulesNow);
    if (rules) {
      rulesNow = edited.transportRules();
      node.rules(rulesNow);
      LOG.info("Rules were edited and count from now on count={}", rulesNow.size());
    }
    List<Object> edits = tokens(edited.gateway());
    // in a cluster there is a secret where none is set
    boolean isOn =
        edited.cluster().enabled() || gateway.isOn() && edited.gateway().isOn();
    boolean tokens = isOn && !edits.equals(tokensNow);
    if (tokens) {
      node.tokens(edited.gateway());
      gateway = edited.gateway();
      tokensNow = edits;
      LOG.info("Secrets or revoked tokens of the gateway were edited and count from now on");
    }
    if (!rules && !tokens) {
      LOG.warn(
          "Settings file was edited: all but rules and the gateway's tokens counts from the next start");
    }
  }

  /** All that says which tokens are believed. */
  private static List<Object> tokens(GatewaySettings gateway) {
    return List.of(
        gateway.secret(),
        gateway.secretFile(),
        gateway.previousSecret(),
        gateway.previousSecretFile(),
        gateway.revoked(),
        stamp(gateway.secretFile()),
        stamp(gateway.previousSecretFile()));
  }

  private static String stamp(Optional<String> file) {
    try {
      return file.isEmpty() ? "" : stamp(Path.of(file.get()));
    } catch (IOException | InvalidPathException unreadable) {
      return "";
    }
  }

  private static String told(List<SettingProblem> problems) {
    return problems.stream().map(Object::toString).collect(Collectors.joining("; "));
  }

  /** What changes when a file is written; empty while the settings cannot be read, and of a pipe, which has no end. */
  private String stamp() {
    String settings = stamp(file.map(Path::toString));
    return settings.isEmpty()
        ? ""
        : settings + stamp(gateway.secretFile()) + stamp(gateway.previousSecretFile());
  }

  private static String stamp(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return !attributes.isRegularFile()
        ? ""
        : attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
  }
}
