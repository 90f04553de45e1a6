package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atoll.config.NatsSettings.Dialect;
import dev.atoll.config.NatsSettings.Trust;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NatsSettingsTest {

  @Test
  void there_is_no_bridge_by_default_and_all_dialects_are_spoken() {
    AtollSettings settings = AtollSettings.defaults();

    assertThat(settings.nats().url()).isEmpty();
    assertThat(settings.nats().dialects())
        .containsExactly(Dialect.SEED, Dialect.YEAR_2022, Dialect.YEAR_2023);
    assertThat(settings.node().run()).containsExactly(NodeSettings.Part.values());
  }

  @Test
  void a_url_is_one_server_or_several() {
    assertThat(AtollSettings.of(Map.of("nats.url", "nats://a:4222")).nats().url())
        .containsExactly(URI.create("nats://a:4222"));
    assertThat(AtollSettings.of(Map.of("nats.url", "nats://a:4222, tls://b"))
            .nats()
            .url())
        .containsExactly(URI.create("nats://a:4222"), URI.create("tls://b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats://me:hush@a:4222",
        "nats://hush@a",
        "nats://me:hush@under_score:4222",
        "nats://me:hush/x@a:4222",
        "me:hush@a:4222",
        "nats:me:hush@a:4222"
      })
  void a_name_or_password_in_a_url_is_refused_and_not_repeated(String url) {
    InvalidSettingsException thrown = catchThrowableOfType(
        InvalidSettingsException.class, () -> AtollSettings.of(Map.of("nats.url", url)));

    assertThat(thrown)
        .hasMessageContaining("nats.user")
        .hasMessageContaining("nats.password-file")
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "me:hu sh hush@a:4222",
        "nats://me:hush/ x@a",
        "nats://me:hush@hush x@a",
        "[me:hush@a"
      })
  void a_password_in_what_is_no_url_is_not_repeated(String url) {
    InvalidSettingsException thrown = catchThrowableOfType(
        InvalidSettingsException.class, () -> AtollSettings.of(Map.of("nats.url", url)));

    assertThat(thrown).hasMessageContaining("***@a").hasMessageNotContaining("hush");
  }

  @Test
  void trust_follows_from_who_runs_the_archipelago() {
    AtollSettings whole = AtollSettings.of(Map.of());
    AtollSettings door = AtollSettings.of(Map.of("node.run", "handshake, nats"));
    AtollSettings told =
        AtollSettings.of(Map.of("node.run", "handshake, nats", "nats.trust", "doors"));

    assertThat(whole.natsTrust()).isEqualTo(Trust.NONE);
    assertThat(door.natsTrust()).isEqualTo(Trust.CORE);
    assertThat(told.natsTrust()).isEqualTo(Trust.DOORS);
  }

  @Test
  void trusting_a_foreign_core_beside_an_own_one_stops_the_start() {
    InvalidSettingsException thrown = catchThrowableOfType(
        InvalidSettingsException.class, () -> AtollSettings.of(Map.of("nats.trust", "core")));

    assertThat(thrown)
        .hasMessageContaining("nats.trust = core")
        .hasMessageContaining("whose node.run is without archipelago");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
        nats.url              | http://a:4222                     | nats.url=http://a:4222
        nats.url              | nats:a                            | nats.url=nats:a
        nats.user             | needs a password                  | nats.user=u
        nats.password-file    | needs a user                      | nats.password-file=p
        nats.token-file       | beside a user                     | nats.user=u nats.password-file=p nats.token-file=t
        nats.nkey-file        | beside a token                    | nats.token-file=t nats.nkey-file=n
        nats.credentials-file | beside an NKey                    | nats.nkey-file=n nats.credentials-file=c
        nats.dialects         | unknown                           | nats.dialects=2024
        nats.dialects         | none                              | nats.dialects=
        nats.trust            | unknown                           | nats.trust=everybody
        nats.island-messages  | no kind                           | nats.island-messages=chat,a.b
        node.run              | unknown                           | node.run=door
        node.run              | nothing                           | node.run=
        node.run              | twice                             | node.run=nats,nats
        """)
  void what_cannot_be_names_its_key(String key, String why, String given) {
    Map<String, String> values = new HashMap<>();
    for (String pair : given.split(" ")) {
      values.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }

    InvalidSettingsException thrown =
        catchThrowableOfType(InvalidSettingsException.class, () -> AtollSettings.of(values));

    assertThat(thrown.problems()).as(why).extracting(SettingProblem::key).contains(key);
  }
}
