package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTextsTest {

  @Test
  void what_is_printed_can_be_read_again() {
    AtollSettings settings = AtollSettings.of(Map.of(
        "http.public-url", "https://realm.example:8443/comms",
        "http.trusted-proxies", "10.0.0.0/8,fe80::/10",
        "islands.join-distance", "12.25",
        "islands.threading", "worker",
        "islands.flush-interval", "250ms",
        "access.deny-list", "/etc/atoll/denied: all.txt",
        "session.queue-bytes", "100000"));

    assertThat(readBack(settings)).isEqualTo(settings);
  }

  @Property(tries = 500)
  void any_name_can_be_read_again(@ForAll String name) {
    RealmLike realm = new RealmLike(name);

    String yaml = "name: " + SettingTexts.of(realm).get("name") + "\n";
    Map<String, Given> values = YamlReader.read("printed", yaml, problem -> {
      throw new AssertionError(problem + " in " + yaml);
    });

    assertThat(values.get("name").value()).isEqualTo(new Given.One(name));
  }

  @Test
  void secrets_and_passwords_are_masked() {
    AtollSettings settings = AtollSettings.of(Map.of(
        "rooms.secret", "correct horse battery",
        "access.bans-url", "https://me:hunter2@bans.example/{address}"));

    Map<String, String> texts = SettingTexts.of(settings);

    assertThat(texts)
        .containsEntry("rooms.secret", "\"***\"")
        .containsEntry("access.bans-url", "\"https://***@bans.example/{address}\"");
  }

  @ParameterizedTest
  @CsvSource({
    "https://node.example/v3/0123456789abcdef, https://node.example/…",
    "https://node.example:8545?apikey=0123456789abcdef, https://node.example:8545/…",
    "https://me:0123456789abcdef@node.example, https://node.example/…",
    "http://127.0.0.1:8545, http://127.0.0.1:8545",
    "https://node.example/, https://node.example/"
  })
  void of_an_ethereum_node_only_scheme_and_host_are_printed(String url, String printed) {
    AtollSettings settings = AtollSettings.of(Map.of("ethereum.rpc-url", url));

    assertThat(SettingTexts.of(settings).get("ethereum.rpc-url").replace("\"", ""))
        .isEqualTo(printed);
    assertThat(settings.toString()).doesNotContain("0123456789abcdef");
  }

  @Test
  void a_wrong_url_of_an_ethereum_node_is_not_told() {
    assertThatThrownBy(() -> AtollSettings.of(Map.of("ethereum.rpc-url", "wss://node.example/key")))
        .hasMessageContaining("ethereum.rpc-url = wss://node.example/…")
        .hasMessageNotContaining("key (");
    assertThatThrownBy(() -> AtollSettings.of(Map.of("ethereum.rpc-url", "https://a b/key")))
        .hasMessageContaining("ethereum.rpc-url = ***");
  }

  private static AtollSettings readBack(AtollSettings settings) {
    String yaml = SettingTexts.of(settings).entrySet().stream()
        .map(each -> each.getKey() + ": " + each.getValue() + "\n")
        .collect(Collectors.joining());
    Map<String, Given> values = YamlReader.read("printed", yaml, problem -> {
      throw new AssertionError(problem);
    });
    Optional<AtollSettings> read = new RecordBinder(values, new LinkedHashMap<>(), problem -> {
          throw new AssertionError(problem);
        })
        .bind(AtollSettings.class);
    return read.orElseThrow();
  }

  private record RealmLike(String name) {}
}
