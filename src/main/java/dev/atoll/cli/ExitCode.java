package dev.atoll.cli;

/** How a command ends, for scripts. */
final class ExitCode {
  static final int OK = 0;

  /** The command was right and did not succeed. */
  static final int FAILED = 1;

  /** Wrong usage or wrong settings: nothing was done. */
  static final int USAGE = 2;

  private ExitCode() {}
}
