package dev.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplorerReadingsTest {
  private static final URI REALM = URI.create("https://h");
  private static final ConnectionString DOOR =
      new ConnectionString.Archipelago(URI.create("wss://h/archipelago/ws"));

  @Test
  void all_explorers_of_today_find_the_door_of_a_realm_as_production_describes_it() {
    JsonObject about = comms("adapter", "archipelago:archipelago:wss://h/archipelago/ws");

    assertThat(ExplorerReadings.commsStation(REALM)).contains(DOOR);
    assertThat(ExplorerReadings.bevy(about)).contains(DOOR);
    assertThat(ExplorerReadings.godot(about)).contains(DOOR);
    assertThat(ExplorerReadings.unity(about)).contains(DOOR);
  }

  @Test
  void a_door_without_tls_is_unknown_to_unity_only() {
    JsonObject about = comms("adapter", "archipelago:archipelago:ws://127.0.0.1:8080/ws");
    ConnectionString door = new ConnectionString.Archipelago(URI.create("ws://127.0.0.1:8080/ws"));

    assertThat(ExplorerReadings.bevy(about)).contains(door);
    assertThat(ExplorerReadings.godot(about)).contains(door);
    assertThat(ExplorerReadings.unity(about)).isEmpty();
  }

  @Test
  void a_world_leads_to_its_signed_login() {
    JsonObject about = comms("fixedAdapter", "signed-login:https://h/login");
    ConnectionString login = new ConnectionString.SignedLogin(URI.create("https://h/login"));

    assertThat(ExplorerReadings.bevy(about)).contains(login);
    assertThat(ExplorerReadings.godot(about)).contains(login);
    assertThat(ExplorerReadings.unity(about)).contains(login);
    assertThat(ExplorerReadings.kernelFixed(REALM, about)).isEqualTo(login);
  }

  @Test
  void a_single_archipelago_prefix_is_lost_on_bevy() {
    JsonObject about = comms("adapter", "archipelago:wss://h/archipelago/ws");

    assertThat(ExplorerReadings.bevy(about)).isEmpty();
    assertThat(ExplorerReadings.unity(about)).contains(DOOR);
  }

  @Test
  void the_old_web_client_takes_a_healthy_bff_and_is_offline_without() {
    JsonObject about = comms("adapter", "archipelago:archipelago:wss://h/archipelago/ws");
    JsonObject withBff = about.copy().put("bff", new JsonObject().put("healthy", true));

    assertThat(ExplorerReadings.kernelRpc(REALM, withBff)).contains(URI.create("wss://h/bff/rpc"));
    assertThat(ExplorerReadings.kernelRpc(REALM, about)).isEqualTo(Optional.empty());
    assertThat(ExplorerReadings.kernelFixed(REALM, about))
        .isEqualTo(new ConnectionString.Offline());
  }

  @Test
  void the_old_web_client_goes_to_the_lighthouse_of_a_v2_realm() {
    JsonObject about = new JsonObject().put("comms", new JsonObject().put("protocol", "v2"));

    assertThat(ExplorerReadings.kernelFixed(REALM, about))
        .isEqualTo(new ConnectionString.Lighthouse(URI.create("https://h/comms")));
  }

  private static JsonObject comms(String key, String value) {
    JsonObject comms =
        new JsonObject().put("healthy", true).put("protocol", "v3").put(key, value);
    return new JsonObject().put("comms", comms);
  }
}
