package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The five ways in which clients read {@code /about}, each written down as that client does it (wire.md §2.1). */
class ExplorersTest {
  private static final Set<String> PROTOCOLS =
      Set.of("ws-room", "signed-login", "livekit", "offline", "archipelago", "fixed-adapter");

  private final PublicPort port = new PublicPort();
  private JsonObject about = new JsonObject();
  private JsonObject comms = new JsonObject();
  private String expected = "";

  @BeforeEach
  void ask() {
    about = new JsonObject(port.body("/about"));
    comms = about.getJsonObject("comms");
    expected = "ws://127.0.0.1:" + port.port() + "/ws";
  }

  @AfterEach
  void close() {
    port.close();
  }

  /** Reads nothing: the door is where the reference proxy has it. */
  @Test
  void comms_station_adds_a_path_to_the_realms_url() {
    String realm = "http://127.0.0.1:" + port.port();

    assertThat(realm.replaceFirst("^http", "ws") + "/archipelago/ws")
        .isEqualTo(expected.replace("/ws", "/archipelago/ws"));
  }

  /** Its structures want these members to be there and of these types. */
  @Test
  void bevy_strips_once_and_splits_at_the_first_colon() {
    assertThat(comms.getBoolean("healthy")).isTrue();
    assertThat(comms.getString("protocol")).isEqualTo("v3");
    assertThat(about.getJsonObject("content").getBoolean("healthy")).isNotNull();
    assertThat(about.getJsonObject("content").getString("publicUrl")).isNotEmpty();
    assertThat(about.getJsonObject("lambdas").getString("publicUrl")).isNotEmpty();
    assertThat(about.getJsonObject("configurations").getJsonArray("scenesUrn")).isEmpty();
    assertThat(about.getJsonObject("configurations").getString("realmName")).isNotEmpty();

    String adapter = firstOf("adapter", "fixedAdapter");
    String stripped = adapter.substring(adapter.indexOf(':') + 1);
    String protocol = stripped.substring(0, stripped.indexOf(':'));

    assertThat(PROTOCOLS).contains(protocol);
    assertThat(protocol).isEqualTo("archipelago");
    assertThat(stripped.substring(protocol.length() + 1)).isEqualTo(expected);
  }

  @Test
  void godot_takes_the_adapter_because_there_is_no_fixed_one() {
    assertThat(comms.containsKey("fixedAdapter")).isFalse();
    String adapter = comms.getString("adapter");
    assertThat(adapter).startsWith("archipelago:");

    String connection = adapter.substring("archipelago:".length());

    assertThat(connection).isEqualTo("archipelago:" + expected);
    assertThat(connection.substring("archipelago:".length())).startsWith("ws");
  }

  @Test
  void unity_cuts_to_the_earliest_url() {
    String adapter = firstOf("adapter", "fixedAdapter");
    assertThat(adapter).startsWith("archipelago:archipelago:");

    String rest = adapter.replace("archipelago:archipelago:", "");

    assertThat(rest).isEqualTo(expected);
    try (PublicPort secure = new PublicPort("http.public-url", "https://realm.example")) {
      String published =
          new JsonObject(secure.body("/about")).getJsonObject("comms").getString("adapter");
      int earliest = Stream.of("wss://", "https://", "http://")
          .mapToInt(published::indexOf)
          .filter(index -> index >= 0)
          .min()
          .orElseThrow();
      assertThat(published.substring(earliest)).isEqualTo("wss://realm.example/ws");
    }
  }

  /** Without fixed adapter and with v3 it asks for a healthy bff; there is none, so it stays offline. */
  @Test
  void the_web_kernel_finds_no_bff_and_no_older_protocol() {
    assertThat(comms.getString("fixedAdapter")).isNull();
    assertThat(comms.getString("protocol")).isEqualTo("v3");
    assertThat(about.containsKey("bff")).isFalse();
    assertThat(about.getJsonObject("configurations").getInteger("networkId")).isEqualTo(1);
    assertThat(about.getJsonObject("configurations").getJsonArray("globalScenesUrn"))
        .isEqualTo(new JsonArray());
  }

  private String firstOf(String first, String second) {
    return Optional.ofNullable(comms.getString(first)).orElseGet(() -> comms.getString(second));
  }
}
