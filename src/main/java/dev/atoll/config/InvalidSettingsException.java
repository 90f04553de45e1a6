package dev.atoll.config;

import java.util.List;
import java.util.stream.Collectors;

/** Settings a node cannot start with: everything that is wrong with them, at once. */
public final class InvalidSettingsException extends RuntimeException {
  private final transient List<SettingProblem> problems;

  InvalidSettingsException(List<SettingProblem> problems) {
    super(problems.stream().map(SettingProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, never empty; first the files, then the environment, then the flags. */
  public List<SettingProblem> problems() {
    return problems;
  }
}
