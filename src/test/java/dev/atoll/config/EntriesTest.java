package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that are lists of entries with keys of their own. */
class EntriesTest {
  private static final String RULES = """
      livekit:
        - { id: casino-sfu, url: "wss://sfu.example.org", api-key: APIcasino, api-secret: hush, island-size: 100 }
      transports:
        moves-per-second: 20
        minimum-stay: 1m
      rules:
        - { when: { parcels: ["-10,-10..10,10"], size: "1..8" }, use: [p2p, ws-room] }
        - when: { parcels: ["55,80..60,90", "7,7"], scene: [name.dcl.eth] }
          use: [livekit:casino-sfu]
          island-size: 50
          spread: fewest-users
        - { use: [ws-room] }
      """;

  @TempDir
  private Path folder = Path.of("");

  @Test
  void are_read_from_a_file() throws IOException {
    AtollSettings settings = load(RULES).settings();

    LiveKitDeployment casino = settings.livekit().get(0);
    assertThat(casino.id()).isEqualTo("casino-sfu");
    assertThat(casino.secret()).isEqualTo(new Secret("hush"));
    assertThat(casino.islandSize()).contains(100);
    List<TransportRule> rules = settings.transportRules();
    assertThat(rules).hasSize(3);
    assertThat(rules.get(0).when().parcels()).containsExactly(new ParcelArea(-10, -10, 10, 10));
    assertThat(rules.get(0).when().size()).contains(new SizeRange(1, 8));
    assertThat(rules.get(0).use()).containsExactly("p2p", "ws-room");
    assertThat(rules.get(1).when().parcels()).hasSize(2);
    assertThat(rules.get(1).when().scene()).containsExactly("name.dcl.eth");
    assertThat(rules.get(1).islandSize()).contains(50);
    assertThat(rules.get(1).spread()).contains(TransportRule.Spread.FEWEST_USERS);
    assertThat(rules.get(2).when().isEverything()).isTrue();
  }

  @Test
  void what_is_hardly_meant_so_is_told_and_stops_nothing() throws IOException {
    assertThat(load(RULES).warnings()).isEmpty();
    assertThat(load("islands: { transport: livekit }").warnings())
        .containsExactly("rules use livekit, which is not among the deployments of livekit");
    assertThat(load(RULES.replace("[livekit:casino-sfu]", "[livekit:casino]")).warnings())
        .containsExactly("rules use livekit:casino, which is not among the deployments of livekit");
    assertThat(load("nats: { url: \"nats://n\" }\nrules: [{ use: [livekit] }]").warnings())
        .isEmpty();
    assertThat(load("rules: [{ use: [ws-room] }, { when: { size: \"1..8\" }, use: [p2p] }]")
            .warnings())
        .containsExactly("rules[0] matches every island, so that no rule after it counts");
  }

  @Test
  void islands_of_livekit_that_no_room_here_could_take_are_told() throws IOException {
    String large = RULES.replace("island-size: 100", "island-size: 400");
    assertThat(load(large).warnings()).isEmpty();
    String unruled = large.replaceFirst("\\s+island-size: 50", "");
    assertThat(load(unruled).warnings())
        .containsExactly(
            "rules[1] lets islands on livekit:casino-sfu grow to 400 peers, more than rooms.size (150):"
                + " while it is down, rooms of this node refuse those beyond with ROOM_FULL");
    assertThat(load(unruled + "rooms: { size: 400 }\n").warnings()).isEmpty();
    assertThat(load(unruled + "node: { run: [archipelago, handshake] }\n").warnings())
        .isEmpty();
  }

  @Test
  void one_that_is_no_list_is_told_so() {
    assertThat(refused("livekit: { id: sfu }").getMessage())
        .contains(
            "livekit.id", "no such key: livekit is a list, each entry of which begins with a dash");
  }

  @Test
  void deployments_of_one_id_are_named() {
    String one = "{ id: sfu, url: \"ws://x\", api-key: k, api-secret: s }";
    assertThat(refused("livekit: [" + one + ", " + one + "]").getMessage())
        .contains("livekit = sfu, sfu", "expected deployments of different ids");
  }

  @Test
  void are_printed_so_that_they_can_be_read_again() throws IOException {
    LoadedSettings first = load(RULES);
    String rules = value(first, "rules");

    LoadedSettings again = load("rules: " + rules);

    assertThat(again.settings().rules()).isEqualTo(first.settings().rules());
    assertThat(value(first, "livekit")).contains("\"***\"").doesNotContain("hush");
  }

  @Test
  void are_read_from_a_flag_as_yaml() {
    AtollSettings settings =
        AtollSettings.of(Map.of("rules", "[{use: [livekit, ws-room]}, {use: [p2p]}]"));

    assertThat(settings.rules()).hasSize(2);
    assertThat(settings.rules().get(0).use()).containsExactly("livekit", "ws-room");
  }

  @Test
  void all_that_is_wrong_is_told_with_entry_key_and_line() {
    InvalidSettingsException wrong = refused("""
        livekit:
          - { id: "a b", url: "ftp://x", api-key: k }
          - { id: casino, url: "wss://me:pw@x", api-key: k, api-secret: s, api-secret-file: f }
        rules:
          - { when: { parcel: ["1,1"] }, use: [p2p] }
          - { when: { parcels: ["1,1..x"] }, use: [p2p] }
          - { when: { size: "8..1" }, use: [carrier-pigeon] }
          - { use: [] }
          - { use: [p2p, p2p], island-size: many }
          - plain
        """);

    String all =
        String.join("\n", wrong.problems().stream().map(Object::toString).toList());
    assertThat(all)
        .contains("livekit[0].id")
        .contains("livekit[1].url")
        .doesNotContain("pw@")
        .contains("rules[0].when.parcel (")
        .contains("line 5): no such key, did you mean rules[0].when.parcels?")
        .doesNotContain("livekit[1].id")
        .contains("rules[1].when.parcels")
        .contains("rules[2].when.size")
        .contains("rules[2].use")
        .contains("rules[3].use")
        .contains("rules[4].island-size")
        .contains("line 11): expected a list of plain values, or one of keys with values");
  }

  @Test
  void a_list_of_plain_values_is_none_of_entries() {
    assertThat(refused("rules: [p2p, ws-room]").problems())
        .singleElement()
        .asString()
        .contains("rules", "expected a list of entries with keys, such as - when.parcels");
    assertThat(refused("rules: p2p").problems()).singleElement().asString().contains("rules");
    assertThat(refused("http: { trusted-proxies: [{a: b}] }").problems())
        .singleElement()
        .asString()
        .contains("http.trusted-proxies");
  }

  @Test
  void ids_of_deployments_differ() {
    String one = "{ id: a, url: \"wss://x\", api-key: k, api-secret: s }";

    assertThat(refused("livekit: [" + one + ", " + one + "]").problems())
        .singleElement()
        .asString()
        .contains("livekit");
  }

  @Test
  void the_short_form_stands_for_one_rule_and_not_beside_rules() {
    AtollSettings settings = AtollSettings.of(Map.of("islands.transport", "p2p"));

    assertThat(settings.transportRules())
        .singleElement()
        .extracting(TransportRule::use)
        .isEqualTo(List.of("p2p", "ws-room"));
    assertThat(refused("islands: {transport: p2p}\nrules: [{use: [ws-room]}]").problems())
        .singleElement()
        .asString()
        .contains("islands.transport");
  }

  @Test
  void a_secret_may_lie_in_a_file() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "  from a file\n");
    String deployment = "livekit: [{ id: a, url: \"wss://x\", api-key: k, api-secret-file: '%s' }]";

    AtollSettings settings = load(deployment.formatted(file)).settings();
    AtollSettings without = load(deployment.formatted(folder.resolve("none"))).settings();

    assertThat(settings.livekit().get(0).secret().value()).isEqualTo("from a file");
    assertThat(catchThrowableOfType(
            SettingException.class, () -> without.livekit().get(0).secret()))
        .hasMessageContaining("livekit.a.api-secret-file");
  }

  private LoadedSettings load(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("atoll.yaml"), yaml);
    return SettingsLoader.load(new SettingsSources(Optional.of(file), Map.of(), List.of(), folder));
  }

  private InvalidSettingsException refused(String yaml) {
    return catchThrowableOfType(InvalidSettingsException.class, () -> load(yaml));
  }

  private static String value(LoadedSettings loaded, String key) {
    return loaded.effective().stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
