package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
  @TempDir
  Path folder;

  @Test
  void without_sources_the_defaults_count() {
    LoadedSettings loaded = load(Map.of());

    assertThat(loaded.settings()).isEqualTo(AtollSettings.defaults());
    assertThat(loaded.effective()).extracting(EffectiveSetting::origin).containsOnly("default");
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void flags_win_over_environment_and_environment_over_file() throws IOException {
    write("conf/atoll.yaml", "http:\n  port: 1\nislands:\n  size: 1\nrooms:\n  size: 1\n");
    Map<String, String> environment =
        Map.of("ATOLL_HTTP_PORT", "2", "ATOLL_ISLANDS_SIZE", "2", "PATH", "/bin");

    LoadedSettings loaded = load(environment, "--http.port=3");

    assertThat(loaded.settings().http().port()).isEqualTo(3);
    assertThat(loaded.settings().islands().size()).isEqualTo(2);
    assertThat(loaded.settings().rooms().size()).isEqualTo(1);
    assertThat(loaded.settings().rooms().max()).isEqualTo(10_000);
    assertThat(origin(loaded, "http.port")).isEqualTo("flag --http.port");
    assertThat(origin(loaded, "islands.size")).isEqualTo("environment variable ATOLL_ISLANDS_SIZE");
    assertThat(origin(loaded, "rooms.size")).isEqualTo("conf/atoll.yaml line 6");
    assertThat(origin(loaded, "rooms.max")).isEqualTo("default");
  }

  @Test
  void the_file_of_the_command_line_wins_over_that_of_the_environment_and_the_usual_one()
      throws IOException {
    write("conf/atoll.yaml", "http.port: 1");
    write("variable.yaml", "http.port: 2");
    write("flag.yaml", "http.port: 3");
    Map<String, String> environment = Map.of("ATOLL_CONFIG", "variable.yaml");

    LoadedSettings usual = load(Map.of("ATOLL_CONFIG", ""));
    LoadedSettings byVariable = load(environment);
    LoadedSettings byFlag = SettingsLoader.load(
        new SettingsSources(Optional.of(Path.of("flag.yaml")), environment, List.of(), folder));

    assertThat(usual.settings().http().port()).isEqualTo(1);
    assertThat(byVariable.settings().http().port()).isEqualTo(2);
    assertThat(byFlag.settings().http().port()).isEqualTo(3);
    assertThat(byFlag.warnings()).isEmpty();
  }

  @Test
  void everything_wrong_in_all_sources_is_told_at_once_with_its_origin() throws IOException {
    write("conf/atoll.yaml", """
        http:
          port: [1, 2]
          publicUrl: https://realm.example
        islands: many
        rooms:
          open: yes
        """);
    Map<String, String> environment =
        Map.of("ATOLL_ISLANDS_FLUSH_INTERVAL", "2 seconds", "ATOLL_ROOMS_SECRET", "short");

    InvalidSettingsException thrown =
        fail(environment, "--islands.marge=stable", "--islands.merge=maybe", "--http.host", "stop");

    assertThat(thrown.getMessage().lines())
        .containsExactlyInAnyOrder(
            "http.publicUrl (conf/atoll.yaml line 3): no such key, did you mean http.public-url?",
            "islands (conf/atoll.yaml line 4): expected keys below it, such as islands.join-distance",
            "--islands.marge (command line): no such key, did you mean --islands.merge?",
            "--http.host (command line): expected a value: --http.host=VALUE",
            "stop (command line): expected --key=value",
            "http.port = [1, 2] (conf/atoll.yaml line 2): expected a whole number",
            "islands.flush-interval = 2 seconds (environment variable ATOLL_ISLANDS_FLUSH_INTERVAL):"
                + " expected a duration such as 250ms, 2s, 5m or 1h",
            "islands.merge = maybe (flag --islands.merge): expected one of reference, stable",
            "rooms.open = yes (conf/atoll.yaml line 6): expected true or false",
            "rooms.secret = *** (environment variable ATOLL_ROOMS_SECRET): expected at least 16 characters");
  }

  @Test
  void settings_that_do_not_go_together_are_told() {
    InvalidSettingsException thrown = fail(Map.of(), "--islands.join-distance=100");

    assertThat(thrown)
        .hasMessage(
            "islands.leave-distance = 80 (default): expected between join-distance, which is 100, and 10000");
  }

  @Test
  void settings_that_do_not_go_together_hide_nothing_else() {
    InvalidSettingsException thrown = fail(
        Map.of(),
        "--islands.join-distance=90",
        "--islands.size=-1",
        "--islands.flush-interval=10ms",
        "--rooms.size=0");

    assertThat(thrown.problems())
        .extracting(SettingProblem::key)
        .containsExactly(
            "islands.leave-distance", "islands.size", "islands.flush-interval", "rooms.size");
  }

  @Test
  void a_cluster_that_finds_nobody_or_is_not_on_is_warned_of() {
    LoadedSettings blind = load(Map.of(
        "ATOLL_CLUSTER_ENABLED", "true",
        "ATOLL_CLUSTER_SECRET", "sixteen letters and more",
        "ATOLL_HTTP_PUBLIC_URL", "https://realm.example"));
    LoadedSettings off = load(Map.of("ATOLL_CLUSTER_MEMBERS", "host1,host2"));

    assertThat(blind.warnings()).singleElement(STRING).startsWith("cluster.enabled without");
    assertThat(off.warnings()).singleElement(STRING).contains("cluster.enabled is not");
  }

  @Test
  void a_host_with_a_port_is_refused() {
    assertThatThrownBy(() -> load(Map.of("ATOLL_CLUSTER_HOST", "127.0.0.1:5701")))
        .hasMessageContaining("cluster.host = 127.0.0.1:5701");
    assertThat(
            load(Map.of("ATOLL_CLUSTER_HOST", "fd00::1")).settings().cluster().host())
        .contains("fd00::1");
  }

  @Test
  void an_unknown_variable_only_warns() {
    LoadedSettings loaded =
        load(Map.of("ATOLL_PORT_8080_TCP", "tcp://10.0.0.1", "ATOLL_HTTP_PROT", "1", "HOME", "/"));

    assertThat(loaded.settings()).isEqualTo(AtollSettings.defaults());
    assertThat(loaded.warnings())
        .containsExactly(
            "environment variables that set nothing: ATOLL_HTTP_PROT, ATOLL_PORT_8080_TCP");
  }

  @Test
  void an_empty_value_unsets_what_may_be_unset() throws IOException {
    write(
        "conf/atoll.yaml",
        "http:\n  public-url: https://a.example\n  trusted-proxies: [\"::1\"]\n");

    AtollSettings settings =
        load(Map.of("ATOLL_HTTP_PUBLIC_URL", ""), "--http.trusted-proxies=").settings();

    assertThat(settings.http().publicUrl()).isEmpty();
    assertThat(settings.http().trustedProxies()).isEmpty();
  }

  @Test
  void an_unknown_flag_is_told_with_the_option_it_may_be() {
    assertThat(fail(Map.of(), "--confg=x"))
        .hasMessage("--confg (command line): no such key, did you mean --config?");
    assertThat(fail(Map.of(), "--port=80")).hasMessageContaining("did you mean --http.port?");
    assertThat(fail(Map.of(), "--management.port=80"))
        .hasMessageContaining("did you mean --operations.port?");
    assertThat(fail(Map.of(), "--frobnicate"))
        .hasMessage("--frobnicate (command line): no such key");
  }

  @Test
  void a_file_without_settings_warns() throws IOException {
    write("conf/atoll.yaml", "# all by default\n");

    assertThat(load(Map.of()).warnings())
        .containsExactly("conf/atoll.yaml holds no settings, the defaults count");
  }

  @Test
  void a_file_that_is_not_one_is_told() throws IOException {
    write("large.yaml", "#".repeat(1_100_000));
    Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9, '\n'});
    Files.createDirectories(folder.resolve("conf.d"));

    assertThat(failWith("absent.yaml")).hasMessage("absent.yaml (settings file): no such file");
    assertThat(failWith("conf.d")).hasMessage("conf.d (settings file): is a folder");
    assertThat(failWith("latin.yaml")).hasMessageContaining("expected text in UTF-8");
    assertThat(failWith("large.yaml")).hasMessageContaining("larger than 1 MiB");
    assertThat(failWith("/dev/zero")).hasMessageContaining("larger than 1 MiB");
  }

  @Test
  void a_password_in_a_url_is_not_shown() {
    InvalidSettingsException thrown =
        fail(Map.of(), "--http.public-url=ftp://me:hunter2@a.example");

    assertThat(thrown)
        .hasMessageContaining("ftp://***@a.example")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void a_url_that_may_hold_a_key_is_shown_as_print_config_does() {
    for (String refused : List.of(
        "ftp://node.example/v3/hunter2",
        "node.example/v3/hunter2",
        "https://node.example:70000/hunter2",
        "https://node_example/v3/hunter2",
        "https://node.example/v3/hunter2 ",
        "https://node.example/v3/hunter2#a")) {
      assertThat(fail(Map.of(), "--ethereum.rpc-url=" + refused))
          .hasMessageStartingWith("ethereum.rpc-url")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void a_url_after_a_space_is_not_shown_whole_either() {
    InvalidSettingsException thrown =
        fail(Map.of(), "--ethereum.rpc-url", "https://node.example/v3/hunter2?key=hunter2");

    assertThat(thrown)
        .hasMessageContaining("--ethereum.rpc-url (command line): expected a value")
        .hasMessageContaining("https://node.example/… (command line): expected --key=value")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void a_value_cannot_write_to_the_terminal() {
    InvalidSettingsException thrown = fail(Map.of(), "--http.port=\u001b[2J\n" + "9".repeat(500));

    assertThat(thrown.getMessage()).startsWith("http.port = ?[2J?999").hasSizeLessThan(300);
  }

  private LoadedSettings load(Map<String, String> environment, String... flags) {
    return SettingsLoader.load(
        new SettingsSources(Optional.empty(), environment, List.of(flags), folder));
  }

  private InvalidSettingsException fail(Map<String, String> environment, String... flags) {
    return catchThrowableOfType(InvalidSettingsException.class, () -> load(environment, flags));
  }

  private InvalidSettingsException failWith(String file) {
    return fail(Map.of("ATOLL_CONFIG", file));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String origin(LoadedSettings loaded, String key) {
    return loaded.effective().stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow()
        .origin();
  }
}
