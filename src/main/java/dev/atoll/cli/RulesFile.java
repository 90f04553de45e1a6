package dev.atoll.cli;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.InvalidSettingsException;
import dev.atoll.config.LoadedSettings;
import dev.atoll.config.SettingProblem;
import dev.atoll.config.TransportRule;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows edits of the settings file while the node runs: its rules count at once, all else from the next start. What does not
 * hold is told in the log, and the rules that count stay.
 */
final class RulesFile {
  /** Looks at no file. */
  static final RulesFile NONE = new RulesFile(
      Optional.empty(),
      () -> {
        throw new IllegalStateException("no file");
      },
      AtollSettings.defaults());

  /** Between two looks; an edit counts when the file was the same at two of them, since some editors write in pieces. */
  private static final long LOOK_EACH_MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(RulesFile.class);

  private final Optional<Path> file;
  private final Supplier<LoadedSettings> load;
  private List<TransportRule> rules;
  private String taken;
  private String seen;

  /**
   * @param file that is followed
   * @param load reads all settings anew
   * @param started the settings that count
   */
  RulesFile(Optional<Path> file, Supplier<LoadedSettings> load, AtollSettings started) {
    this.file = file;
    this.load = load;
    this.rules = started.transportRules();
    this.taken = stamp();
    this.seen = taken;
  }

  /** Looks at the file from now on until Vert.x is closed; on worker threads, one look at a time. */
  void watch(Vertx vertx, Consumer<List<TransportRule>> node) {
    if (file.isPresent()) {
      look(vertx, node);
    }
  }

  private void look(Vertx vertx, Consumer<List<TransportRule>> node) {
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

  private void look(Consumer<List<TransportRule>> node) {
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
    }
  }

  private void take(AtollSettings edited, Consumer<List<TransportRule>> node) {
    List<TransportRule> now = edited.transportRules();
    if (now.equals(rules)) {
      LOG.warn("Settings file was edited: all but rules counts from the next start");
      return;
    }
    rules = now;
    node.accept(now);
    LOG.info("Rules were edited and count from now on count={}", now.size());
  }

  private static String told(List<SettingProblem> problems) {
    return problems.stream().map(Object::toString).collect(Collectors.joining("; "));
  }

  /** What changes when the file is written; empty while it cannot be read, and of a pipe, which has no end. */
  private String stamp() {
    try {
      return file.isEmpty() ? "" : stamp(file.get());
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static String stamp(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return !attributes.isRegularFile()
        ? ""
        : attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
  }
}
