package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.auth.Identity;
import dev.atoll.rooms.RoomsRig.Guest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes as the published libraries of Decentraland's clients write and expect them. */
class RoomsGoldenTest {
  private static final JsonObject VECTORS = vectors();
  private static final JsonObject ROOMS = VECTORS.getJsonObject("rooms");
  private static final JsonObject ACCOUNTS = VECTORS.getJsonObject("accounts");
  private static final String WALLET = key("wallet", "address").toLowerCase();

  private final RoomsRig rig = RoomsRig.open();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void a_client_s_golden_handshake_is_understood() {
    Identity wallet = Identity.of(
        key("wallet", "privateKey"),
        key("ephemeral", "privateKey"),
        Instant.parse("2035-01-01T00:00:00Z"));
    RoomClient client = rig.connect("/rooms/plaza");

    client.send(bytes("peerIdentification"));
    String challenge = client.next().getChallengeMessage().getChallengeToSign();
    client.sign(wallet.authChain(challenge));

    assertThat(challenge).startsWith("dcl-0.").doesNotContain(":");
    assertThat(client.nextHex()).isEqualTo("0a020801");
    assertThat(rig.ask(Rooms::occupancy)).containsEntry("plaza", 1);
  }

  @Test
  void welcome_update_and_leave_are_the_golden_ones() {
    rig.nextAlias(3);
    Guest wallet = rig.enter(WALLET, "plaza");
    rig.nextAlias(7);

    RoomClient other = rig.knock(address(2), "plaza");
    String welcome = other.nextHex();
    wallet.client().next();
    other.send(bytes("update"));
    String update = wallet.client().nextHex();
    other.webSocket().close();
    String leave = wallet.client().nextHex();

    assertThat(welcome).isEqualTo(ROOMS.getString("welcome"));
    assertThat(update).isEqualTo(ROOMS.getString("update"));
    assertThat(leave).isEqualTo(ROOMS.getString("leave"));
  }

  @Test
  void join_and_kick_are_the_golden_ones() {
    rig.nextAlias(6);
    Guest other = rig.enter(address(2), "plaza");

    Guest wallet = rig.enter(WALLET, "plaza");
    String join = other.client().nextHex();
    rig.enter(WALLET, "plaza");
    String kicked = wallet.client().nextHex();

    assertThat(join).isEqualTo(ROOMS.getString("join"));
    assertThat(kicked).isEqualTo(ROOMS.getString("kicked"));
  }

  @Test
  void what_clients_of_july_2022_hear_is_golden() {
    JsonObject july = ROOMS.getJsonObject("july");
    JulyClient other = JulyClient.enter(rig, address(2), "plaza");
    rig.nextAlias(7);

    RoomClient wallet = rig.connect("/ws-rooms/plaza?access_token=" + rig.token(WALLET, "plaza"));
    String welcome = wallet.nextHex();
    wallet.send(HexFormat.of().parseHex(july.getString("system")));
    String system = other.client().nextHex();
    wallet.send(HexFormat.of().parseHex(july.getString("identity")));
    String identity = other.client().nextHex();

    assertThat(welcome).isEqualTo(july.getString("welcome"));
    assertThat(system).isEqualTo(july.getString("system"));
    assertThat(identity).isEqualTo(july.getString("identity"));
  }

  private static byte[] bytes(String name) {
    return HexFormat.of().parseHex(ROOMS.getString(name));
  }

  private static String key(String account, String name) {
    return ACCOUNTS.getJsonObject(account).getString(name);
  }

  private static JsonObject vectors() {
    try (var in = RoomsGoldenTest.class.getResourceAsStream("/vectors.json")) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
