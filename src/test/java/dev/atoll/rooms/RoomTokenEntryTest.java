package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.SECRET;
import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.protocol.message.WsWelcome;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entry by token (wire.md §4.1). */
class RoomTokenEntryTest {
  private static final String REFUSED = "1008 Token refused";

  private final RoomsRig rig =
      RoomsRig.open(Map.of("http.public-url", "https://realm.example/comms"));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void the_welcome_is_the_first_frame_and_an_identification_after_it_is_ignored() {
    RoomClient client = rig.knock(address(0xABC), "I7");

    WsWelcome welcome = client.welcome();
    client.identify(address(0xDEF));
    RoomClient other = rig.enter(address(2), "I7").client();
    client.say("I am here", false);

    assertThat(welcome.getAlias()).isEqualTo(1);
    assertThat(other.next().getPeerUpdateMessage().getBody().toStringUtf8()).isEqualTo("I am here");
    assertThat(client.next().hasPeerJoinMessage()).isTrue();
  }

  @Test
  void a_peer_is_known_by_its_address_in_lower_case() {
    String upper = address(0xABCDEF).replace("abcdef", "ABCDEF");
    enter(Jwt.claims(upper, "/rooms/I7"));

    WsWelcome welcome = rig.enter(address(2), "I7").welcome();

    assertThat(welcome.getPeerIdentitiesMap()).containsValue(address(0xABCDEF));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/rooms/I7",
        "ws://127.0.0.1:PORT/rooms/I7",
        "wss://127.0.0.1:PORT/rooms/I7",
        "https://realm.example/comms/rooms/I7",
        "ws://Realm.Example/comms/rooms/I7"
      })
  void the_audience_is_the_room_alone_or_at_an_origin_of_this_node(String audience) {
    enter(Jwt.claims(address(1), audience.replace("PORT", "" + rig.port())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/rooms/I8",
        "/rooms/I77",
        "/rooms/",
        "",
        "ws://other.example/rooms/I7",
        "ws://127.0.0.1:1/rooms/I7",
        "wss://realm.example/rooms/I7",
        "I7",
        "/rooms/I7/x",
        "ws://127.0.0.1:PORT/other/I7"
      })
  void a_token_for_anything_else_is_refused(String audience) {
    refuse(Jwt.signed(SECRET, Jwt.claims(address(1), audience.replace("PORT", "" + rig.port()))));
  }

  @Test
  void a_host_counts_only_when_this_very_upgrade_asked_for_it() {
    String token = Jwt.signed(SECRET, Jwt.claims(address(1), "ws://my.example/rooms/I7"));

    refuse(token);
    RoomClient asked = rig.connect(new WebSocketConnectOptions()
        .setURI("/rooms/I7?access_token=" + token)
        .putHeader("Host", "my.example"));

    asked.welcome();
  }

  @Test
  void times_are_honoured_when_present() {
    long now = System.currentTimeMillis() / 1000;

    refuse(Jwt.signed(SECRET, claims().put("exp", now - 1)));
    refuse(Jwt.signed(SECRET, claims().put("nbf", now + 60)));
    enter(claims().put("exp", now + 60).put("nbf", now - 1));
    enter(claims());
  }

  @Test
  void forged_and_broken_tokens_are_refused() {
    String good = Jwt.signed(SECRET, claims());

    refuse(Jwt.signed("another secret of somebody", claims()));
    refuse(Jwt.unsigned(claims()));
    refuse(good.substring(0, good.length() - 2));
    refuse("x.y.z");
    refuse("");
    refuse("x".repeat(3000));
    refuse(Jwt.signed(SECRET, claims().put("peerId", "somebody")));
    refuse(Jwt.signed(SECRET, new JsonObject().put("aud", "/rooms/I7")));
  }

  @Test
  void a_token_opens_any_room_not_only_islands() {
    rig.enter(address(1), "caf%C3%A9".replace("%C3%A9", "e"));
  }

  private JsonObject claims() {
    return Jwt.claims(address(1), "/rooms/I7");
  }

  private void enter(JsonObject claims) {
    rig.connect("/rooms/I7?access_token=" + Jwt.signed(SECRET, claims)).welcome();
  }

  private void refuse(String token) {
    RoomClient client = rig.connect("/rooms/I7?access_token=" + token);
    assertThat(client.close()).isEqualTo(REFUSED);
    assertThat(client.unread()).isZero();
  }
}
