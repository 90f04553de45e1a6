package dev.atoll.cli;

import picocli.CommandLine;

/** {@code serve} of a node that only listens, as a process; the first argument says whether it drains. */
final class ServeMain {
  private ServeMain() {}

  public static void main(String[] arguments) {
    boolean drains = Boolean.parseBoolean(arguments[0]);
    System.exit(new CommandLine(new Serve(HttpNode.start(drains)))
        .execute("--http.port=0", "--http.host=127.0.0.1"));
  }
}
