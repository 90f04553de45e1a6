package dev.atoll.cli;

import io.vertx.core.Future;
import picocli.CommandLine;

/** {@code serve} of a node that only listens, as a process; the first argument says what becomes of it. */
final class ServeMain {
  static final String DRAINS = "drains";
  static final String HANGS = "hangs";
  static final String FAILS = "fails";

  private ServeMain() {}

  public static void main(String[] arguments) {
    CommandLine serve = Atoll.commandLine(new Serve(start(arguments[0])));
    System.exit(serve.execute("--http.port=0", "--http.host=127.0.0.1"));
  }

  private static NodeStart start(String fate) {
    return fate.equals(FAILS)
        ? (vertx, settings) -> Future.failedFuture("no luck")
        : HttpNode.start(fate.equals(DRAINS));
  }
}
