package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.client.ConnectionString;
import dev.atoll.client.ExplorerReadings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The five ways in which clients read {@code /about} (wire.md §2.1) lead to this node's doors. */
class ExplorersTest {
  private final PublicPort port = new PublicPort();
  private JsonObject about = new JsonObject();

  @BeforeEach
  void ask() {
    about = new JsonObject(port.body("/about"));
  }

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void comms_station_goes_where_the_reference_proxy_has_the_door() {
    assertThat(ExplorerReadings.commsStation(realm())).contains(door("/archipelago/ws"));
  }

  @Test
  void bevy_finds_the_door_and_the_members_that_its_structures_want() {
    assertThat(about.getJsonObject("content").getBoolean("healthy")).isNotNull();
    assertThat(about.getJsonObject("content").getString("publicUrl")).isNotEmpty();
    assertThat(about.getJsonObject("lambdas").getString("publicUrl")).isNotEmpty();
    assertThat(about.getJsonObject("configurations").getJsonArray("scenesUrn")).isEmpty();
    assertThat(about.getJsonObject("configurations").getString("realmName")).isNotEmpty();
    assertThat(about.getJsonObject("comms").getBoolean("healthy")).isTrue();
    assertThat(about.getJsonObject("comms").getString("protocol")).isEqualTo("v3");

    assertThat(ExplorerReadings.bevy(about)).contains(door("/ws"));
  }

  @Test
  void godot_finds_the_door_because_nothing_is_fixed() {
    assertThat(about.getJsonObject("comms").containsKey("fixedAdapter")).isFalse();

    assertThat(ExplorerReadings.godot(about)).contains(door("/ws"));
  }

  @Test
  void unity_finds_the_door_of_a_realm_with_tls() {
    try (PublicPort secure = new PublicPort("http.public-url", "https://realm.example")) {
      JsonObject published = new JsonObject(secure.body("/about"));

      assertThat(ExplorerReadings.unity(published))
          .contains(new ConnectionString.Archipelago(URI.create("wss://realm.example/ws")));
    }
  }

  /** Without fixed adapter and with v3 it takes a healthy bff. */
  @Test
  void the_web_kernel_of_2022_finds_the_door_of_the_bff() {
    assertThat(about.getJsonObject("configurations").getInteger("networkId")).isEqualTo(1);
    assertThat(about.getJsonObject("configurations").getJsonArray("globalScenesUrn"))
        .isEqualTo(new JsonArray());

    assertThat(ExplorerReadings.kernelRpc(realm(), about))
        .contains(URI.create("ws://127.0.0.1:" + port.port() + "/bff/rpc"));
  }

  private URI realm() {
    return URI.create("http://127.0.0.1:" + port.port());
  }

  private ConnectionString door(String path) {
    return new ConnectionString.Archipelago(URI.create("ws://127.0.0.1:" + port.port() + path));
  }
}
