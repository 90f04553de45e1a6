package dev.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The crowd as a user brings it, to a whole node. */
class CrowdTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void a_node_serves_a_crowd_with_nothing_wrong() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      AtollNode node = TestNode.start(vertx, Map.of());

      int code = run(
          "--url", "127.0.0.1:" + node.httpPort(), "--peers=40", "--duration=8s", "--density=10");

      assertThat(out.toString())
          .contains("40 peers go to http://127.0.0.1:" + node.httpPort())
          .containsPattern("handshakes +40 of 40")
          .containsPattern("lost +0 ")
          .containsPattern("superseded +0\\R")
          .contains("nothing was wrong");
      assertThat(code).isZero();
    } finally {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(Patience.SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void the_summary_may_be_had_as_json(@TempDir Path folder) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      AtollNode node = TestNode.start(vertx, Map.of());
      String url = "127.0.0.1:" + node.httpPort();
      Path file = folder.resolve("summary");

      int code = run(
          "--url=" + url,
          "--url=" + url,
          "--peers=3",
          "--duration=5s",
          "--come-back",
          "--stay-home",
          "--doors=least-busy",
          "--json=" + file);

      assertThat(out.toString()).contains("3 peers go to http://" + url + ", http://" + url);
      assertThat(code).isZero();
      JsonObject summary = new JsonObject(Files.readString(file));
      assertThat(summary.getBoolean("fine")).isTrue();
      assertThat(summary.getJsonObject("logins").getInteger("count")).isEqualTo(3);
      assertThat(summary.getJsonObject("returns").getInteger("sessionsEnded")).isZero();
    } finally {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(Patience.SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void doors_that_are_neither_random_nor_least_busy_are_refused() {
    int code = run("--doors=nearest");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'nearest' is neither random nor least-busy");
  }

  @Test
  void a_realm_that_cannot_be_reached_is_told_in_one_line() {
    int code = run("--url=127.0.0.1:1");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .startsWith("No crowd: http://127.0.0.1:1/about: ")
        .hasLineCount(1);
  }

  @Test
  void wrong_usage_says_what_would_be_right() {
    assertThat(run("--peers=0")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("peers must be between 1 and 50000, not 0");
    assertThat(run("--duration=soon")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'soon' is not a time such as 90s, 10m or 2h");
    assertThat(run("--url=ftp://h")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("not a realm's URL: ftp://h");
  }

  private int run(String... arguments) {
    CommandLine line = Atoll.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 1];
    all[0] = "crowd";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return line.execute(all);
  }
}
