package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtollSettingsTest {
  /** Every node of a realm has to make the same one, whatever its version. */
  private static final String OWN_ADDRESS = "0xd9d6e7ee60eaac0df6e9578ad9e6a2c0676d34b4";

  @Test
  void defaults_are_those_of_the_packaged_file() {
    AtollSettings settings = AtollSettings.defaults();

    assertThat(settings.http().port()).isEqualTo(8080);
    assertThat(settings.http().publicUrl()).isEmpty();
    assertThat(settings.http().trustedProxies()).isEmpty();
    assertThat(settings.realm().contentUrl())
        .isEqualTo(URI.create("https://peer.decentraland.org/content"));
    assertThat(settings.session().queueBytes()).isEqualTo(new ByteSize(1 << 20));
    assertThat(settings.islands().flushInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.islands().threading()).isEqualTo(IslandsSettings.Threading.EVENT_LOOP);
    assertThat(settings.rooms().secret()).isEmpty();
  }

  @Test
  void the_realm_s_own_address_is_made_from_its_name_unless_it_is_set() {
    String ofAtoll = AtollSettings.defaults().realm().ownAddress();

    assertThat(ofAtoll).isEqualTo(OWN_ADDRESS);
    assertThat(AtollSettings.of(Map.of("realm.name", "atolls")).realm().ownAddress())
        .matches("0x[0-9a-f]{40}")
        .isNotEqualTo(ofAtoll);
    String set = "0x00000000000000000000000000000000000000AB";
    assertThat(AtollSettings.of(Map.of("realm.server-address", set)).realm().ownAddress())
        .isEqualTo(set.toLowerCase(Locale.ROOT));
  }

  @Test
  void a_program_changes_keys_by_name() {
    AtollSettings settings = AtollSettings.of(Map.of(
        "http.port", "0",
        "http.public-url", "https://realm.example",
        "http.trusted-proxies", "10.0.0.0/8, ::1",
        "islands.join-distance", "32.5",
        "islands.threading", "worker",
        "rooms.open", "false",
        "rooms.secret", "correct horse battery",
        "session.queue-bytes", "64KiB",
        "handshake.timeout", "250ms"));

    assertThat(settings.http().port()).isZero();
    assertThat(settings.http().publicUrl()).contains(URI.create("https://realm.example"));
    assertThat(settings.http().trustedProxies()).containsExactly("10.0.0.0/8", "::1");
    assertThat(settings.islands().joinDistance()).isEqualTo(32.5);
    assertThat(settings.islands().threading()).isEqualTo(IslandsSettings.Threading.WORKER);
    assertThat(settings.rooms().open()).isFalse();
    assertThat(settings.rooms().secret()).contains(new Secret("correct horse battery"));
    assertThat(settings.session().queueBytes().bytes()).isEqualTo(65536);
    assertThat(settings.handshake().timeout()).isEqualTo(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "realm.server-address=0x12",
        "realm.server-address=somebody",
        "access.bans-url=https://bans.example/",
        "access.bans-url=http:///{address}",
        "access.bans-url=ftp://bans.example/{address}",
        "access.bans-url=http://a b/{address}",
        "access.bans-url=/bans/{address}",
        "access.deny-list=http://",
        "access.deny-list=ftp://lists.example/denied",
        "access.deny-list=https://a b/",
        "ethereum.rpc-url=ws://node.example",
        "ethereum.network=Main net"
      })
  void what_could_never_be_asked_is_told_before_a_start(String setting) {
    String[] pair = setting.split("=", 2);

    InvalidSettingsException thrown = catchThrowableOfType(
        InvalidSettingsException.class, () -> AtollSettings.of(Map.of(pair[0], pair[1])));

    assertThat(thrown.problems()).extracting(SettingProblem::key).containsExactly(pair[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access.bans-url=https://bans.example/{address}?key=1",
        "access.deny-list=https://lists.example/denied.json?v=2",
        "access.deny-list=/etc/atoll/denied.txt",
        "access.deny-list=C:\\denied.txt",
        "ethereum.rpc-url=https://user:key@node.example/v3/key?apikey=key"
      })
  void what_can_be_asked_holds(String setting) {
    String[] pair = setting.split("=", 2);

    assertThat(AtollSettings.of(Map.of(pair[0], pair[1]))).isNotNull();
  }

  @Test
  void everything_wrong_is_told_at_once() {
    Map<String, String> values = Map.of(
        "http.port", "70000",
        "http.public-url", "ftp://realm.example",
        "islands.size", "many",
        "rooms.secret", "short",
        "rooms.sise", "3");

    InvalidSettingsException thrown =
        catchThrowableOfType(InvalidSettingsException.class, () -> AtollSettings.of(values));

    assertThat(thrown.problems())
        .extracting(SettingProblem::key)
        .containsExactlyInAnyOrder(
            "http.port", "http.public-url", "islands.size", "rooms.secret", "rooms.sise");
    assertThat(thrown)
        .hasMessageContaining(
            "http.port = 70000 (given by the program): expected between 0 and 65535")
        .hasMessageContaining("did you mean rooms.size?")
        .hasMessageContaining("rooms.secret = ***")
        .hasMessageNotContaining("short");
  }
}
