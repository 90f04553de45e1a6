package dev.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fat jar as a user starts it. */
@Timeout(180)
class JarIT {
  private static final Path JAR = Path.of("target", "atoll.jar").toAbsolutePath();
  private static final long MOST_BYTES = 50_000_000;
  private static final Pattern VERSION = Pattern.compile("atoll \\S+( \\([0-9a-f]{8}\\))?\\R");

  @TempDir
  Path folder;

  @Test
  void it_is_small_enough_to_pass_around() throws IOException {
    assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
  }

  @Test
  void it_has_the_packaged_settings() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getEntry("dev/atoll/config/atoll.yaml")).isNotNull();
    }
  }

  @Test
  void it_tells_its_version() throws Exception {
    Ended ended = run("--version");

    assertThat(ended.code()).isZero();
    assertThat(ended.output()).matches(VERSION);
  }

  @Test
  void it_checks_settings_where_nothing_else_lies() throws Exception {
    Ended right = run("check-config", "--http.port=0");
    Ended wrong = run("check-config", "--http.prot=0");

    assertThat(right).isEqualTo(new Ended(0, "The settings hold." + System.lineSeparator()));
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.output()).contains("did you mean --http.port?");
  }

  @Test
  void it_takes_the_settings_of_the_working_folder() throws Exception {
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf/atoll.yaml"), "realm:\n  name: lagoon\n");

    Ended ended = run("print-config");

    assertThat(ended.output()).contains("name: lagoon # conf/atoll.yaml line 2");
  }

  @Test
  void it_prints_a_token_and_nothing_else() throws Exception {
    Ended ended = run(
        "token",
        "gateway",
        "--scene",
        "X",
        "--publish",
        "--gateway.secret=sixteen or more letters");

    assertThat(ended.code()).isZero();
    assertThat(ended.output()).matches("[\\w.-]+\\Rid \\w+, until \\S+\\R");
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private record Ended(int code, String output) {}
}
