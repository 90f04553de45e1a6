package dev.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AtollTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void help_names_every_command() {
    int code = run("--help");

    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("serve", "check-config", "print-config", "Without a sub-command: serve.");
  }

  @Test
  void help_of_a_command_tells_of_settings_as_flags() {
    run("check-config", "--help");

    assertThat(out.toString()).contains("--config=FILE", "Every setting is a flag as well");
  }

  @Test
  void version_is_that_of_the_build() {
    int code = run("--version");

    assertThat(code).isZero();
    assertThat(out.toString()).matches("atoll \\d+\\.\\d+\\.\\d+\\S*( \\([0-9a-f]{8}\\))?\\R");
  }

  @Test
  void what_begins_with_a_flag_is_for_serve() {
    assertThat(Atoll.withCommand()).containsExactly("serve");
    assertThat(Atoll.withCommand("--http.port=0")).containsExactly("serve", "--http.port=0");
    assertThat(Atoll.withCommand("--version")).containsExactly("--version");
    assertThat(Atoll.withCommand("check-config", "--x")).containsExactly("check-config", "--x");
  }

  @Test
  void an_unknown_command_is_told_with_the_nearest() {
    int code = run("serv");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("serv").contains("atoll serve");
  }

  @Test
  void settings_that_hold_are_said_to() {
    int code = run("check-config", "--http.port=0", "--rooms.secret=correct horse battery");

    assertThat(code).isZero();
    assertThat(out.toString()).isEqualToNormalizingNewlines("The settings hold.\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void files_that_are_not_there_are_warned_of() {
    int code = run(
        "check-config",
        "--gateway.secret-file=/nowhere/gateway",
        "--cluster.enabled=true",
        "--cluster.members=other",
        "--cluster.secret-file=/nowhere/cluster",
        "--http.public-url=https://realm.example",
        "--livekit=[{ id: sfu, url: \"ws://x\", api-key: k, api-secret-file: /nowhere/sfu }]");

    assertThat(code).isZero();
    assertThat(err.toString().lines())
        .containsExactly(
            "Warning: cluster.secret-file: /nowhere/cluster cannot be read here, and a node needs it to start",
            "Warning: gateway.secret-file: /nowhere/gateway cannot be read here, and a node needs it to start",
            "Warning: livekit.sfu.api-secret-file: /nowhere/sfu cannot be read here, and a node needs it to start");
  }

  @Test
  void a_secret_that_everybody_may_read_is_warned_of(@TempDir Path folder) throws Exception {
    Path open = Files.writeString(folder.resolve("open"), "sixteen letters and more");
    Path shut = Files.writeString(folder.resolve("shut"), "sixteen letters and more");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rw-r-----"));

    int code = run(
        "check-config", "--gateway.secret-file=" + open, "--gateway.previous-secret-file=" + shut);

    assertThat(code).isZero();
    assertThat(err.toString().lines())
        .containsExactly("Warning: gateway.secret-file: every user of this machine may read " + open
            + ", chmod 600 takes that away");
  }

  @Test
  void settings_that_do_not_hold_are_told_without_a_stack_trace() {
    int code = run("check-config", "--http.port=many", "--http.prot=1", "--confg", "x.yaml");

    assertThat(code).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("http.port = many (flag --http.port): expected a whole number")
        .contains("--http.prot (command line): no such key, did you mean --http.port?")
        .contains("--confg (command line): no such key, did you mean --config?")
        .contains("x.yaml (command line): expected --key=value")
        .doesNotContain("\tat ");
  }

  @Test
  void print_config_masks_secrets_and_tells_origins(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("my.yaml"), "http:\n  port: 9000\n");

    int code =
        run("print-config", "--config", file.toString(), "--rooms.secret=correct horse battery");

    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("http:\n  host: 0.0.0.0 # default\n  port: 9000 # " + file + " line 2\n")
        .contains("  secret: \"***\" # flag --rooms.secret\n")
        .contains("  public-url: # default\n")
        .doesNotContain("correct horse");
  }

  @Test
  void what_print_config_prints_is_a_settings_file(@TempDir Path folder) throws Exception {
    run("print-config", "--http.port=9000", "--islands.flush-interval=250ms");
    Path printed = Files.writeString(folder.resolve("printed.yaml"), out.toString());
    out.getBuffer().setLength(0);

    run("print-config", "--config=" + printed);

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString()).contains("port: 9000 # " + printed, "flush-interval: 250ms # ");
  }

  @Test
  void a_node_by_itself_is_the_same_command_as_among_the_others() {
    run("serve", "--help");
    String among = out.toString();
    out.getBuffer().setLength(0);

    int code = Atoll.server().setOut(new PrintWriter(out, true)).execute("--help");

    assertThat(code).isZero();
    assertThat(out.toString()).isEqualTo(among).startsWith("Usage: atoll serve");
  }

  private int run(String... arguments) {
    CommandLine command = Atoll.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(Atoll.withCommand(arguments));
  }
}
