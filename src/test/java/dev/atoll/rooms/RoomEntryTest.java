package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.auth.Identity;
import dev.atoll.protocol.message.WsIdentification;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsSignedChallenge;
import dev.atoll.protocol.message.WsWelcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entry by challenge, and everything that must not be one. */
class RoomEntryTest {
  private static final String REFUSED = "1008 Auth chain refused";
  private static final String WRONG_STAGE = "1008 Message out of place";

  private final RoomsRig rig = RoomsRig.open(Map.of());
  private final Identity peer = identity();

  @AfterEach
  void close() {
    rig.close();
  }

  static Identity identity() {
    return Identity.random(Instant.now().plus(Duration.ofHours(1)));
  }

  @Test
  void two_peers_enter_and_hear_each_other() {
    Identity second = identity();
    RoomClient one = rig.connect("/rooms/plaza");
    RoomClient two = rig.connect("/rooms/plaza");

    WsWelcome firstWelcome = one.enter(peer);
    WsWelcome secondWelcome = two.enter(second);
    two.say("hello", true);
    one.say("welcome", false);

    assertThat(firstWelcome.getAlias()).isEqualTo(1);
    assertThat(firstWelcome.getPeerIdentitiesMap()).isEmpty();
    assertThat(secondWelcome.getAlias()).isEqualTo(2);
    assertThat(secondWelcome.getPeerIdentitiesMap()).isEqualTo(Map.of(1, peer.address()));
    WsPacket join = one.next();
    assertThat(join.getPeerJoinMessage().getAlias()).isEqualTo(2);
    assertThat(join.getPeerJoinMessage().getAddress()).isEqualTo(second.address());
    WsPacket heard = one.next();
    assertThat(heard.getPeerUpdateMessage().getFromAlias()).isEqualTo(2);
    assertThat(heard.getPeerUpdateMessage().getBody()).isEqualTo(ByteString.copyFromUtf8("hello"));
    assertThat(heard.getPeerUpdateMessage().getUnreliable()).isTrue();
    assertThat(two.next().getPeerUpdateMessage().getFromAlias()).isEqualTo(1);
  }

  @Test
  void the_first_subprotocol_is_echoed_and_none_unasked() {
    RoomClient asked = rig.connect(new WebSocketConnectOptions()
        .setURI("/rooms/plaza")
        .setSubProtocols(List.of("rfc5", "rfc4")));
    RoomClient silent = rig.connect("/rooms/plaza");

    assertThat(asked.webSocket().subProtocol()).isEqualTo("rfc5");
    assertThat(silent.webSocket().subProtocol()).isNull();
  }

  @Test
  void the_one_who_signed_is_inside_whoever_was_claimed() {
    RoomClient client = rig.connect("/rooms/plaza");

    client.identify(address(5));
    client.sign(peer.authChain(challenge(client)));
    client.welcome();
    WsWelcome next = rig.enter(address(6), "plaza").welcome();

    assertThat(next.getPeerIdentitiesMap()).isEqualTo(Map.of(1, peer.address()));
  }

  @Test
  void a_challenge_is_of_its_socket_and_good_for_once() {
    RoomClient one = rig.connect("/rooms/plaza");
    RoomClient two = rig.connect("/rooms/plaza");
    one.identify(peer.address());
    two.identify(peer.address());
    String first = challenge(one);
    String second = challenge(two);

    two.sign(peer.authChain(first));

    assertThat(first).isNotEqualTo(second);
    assertThat(two.close()).isEqualTo(REFUSED);
    one.sign(peer.authChain(first));
    one.welcome();
    RoomClient three = rig.connect("/rooms/plaza");
    three.identify(peer.address());
    challenge(three);
    three.sign(peer.authChain(first));
    assertThat(three.close()).isEqualTo(REFUSED);
  }

  @Test
  void a_signer_alone_is_nobody() {
    RoomClient client = rig.connect("/rooms/plaza");
    client.identify(peer.address());
    String challenge = challenge(client);

    client.sign("[{\"type\":\"SIGNER\",\"payload\":\"" + challenge + "\",\"signature\":\"\"}]");

    assertThat(client.closeCode()).isEqualTo(1008);
  }

  @Test
  void an_expired_chain_and_one_that_is_none_are_refused() {
    Identity late = Identity.random(Instant.now().minus(Duration.ofSeconds(1)));
    for (boolean expired : new boolean[] {true, false}) {
      RoomClient client = rig.connect("/rooms/plaza");
      client.identify(peer.address());
      String challenge = challenge(client);

      client.sign(expired ? late.authChain(challenge) : "{]");

      assertThat(client.close()).isEqualTo(REFUSED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x12",
        "19e7e376e7c213b7e7e7e46cc70a5dd086daff2a",
        "0xg9e7e376e7c213b7e7e7e46cc70a5dd086daff2a"
      })
  void an_address_has_to_be_one(String address) {
    RoomClient client = rig.connect("/rooms/plaza");

    client.identify(address);

    assertThat(client.close()).isEqualTo("1008 Not an Ethereum address");
  }

  @Test
  void what_is_out_of_place_before_the_entry_ends_it() {
    byte[] update = {0x1A, 0};
    for (byte[] first : List.of(new byte[0], signed("[]"), packet(99, "new"), update)) {
      RoomClient client = rig.connect("/rooms/plaza");

      client.send(first);

      assertThat(client.close()).isEqualTo(WRONG_STAGE);
    }
  }

  @Test
  void two_identifications_together_are_asked_once() {
    RoomClient client = rig.connect("/rooms/plaza");

    client.identify(peer.address());
    client.identify(peer.address());

    challenge(client);
    assertThat(client.close()).isEqualTo(WRONG_STAGE);
    assertThat(client.unread()).isZero();
  }

  @Test
  void two_signed_challenges_together_are_one_entry() {
    RoomClient client = rig.connect("/rooms/plaza");
    client.identify(peer.address());
    String chain = peer.authChain(challenge(client));

    client.sign(chain);
    client.sign(chain);
    client.welcome();
    rig.enter(address(9), "plaza");

    assertThat(client.next().hasPeerJoinMessage()).isTrue();
    assertThat(rig.counters().connectionsTotal()).isEqualTo(2);
  }

  @Test
  void a_slow_handshake_is_ended_at_either_stage() {
    try (RoomsRig hasty = hasty()) {
      RoomClient silent = hasty.connect("/rooms/plaza");
      RoomClient unsigned = hasty.connect("/rooms/plaza");
      unsigned.identify(peer.address());
      challenge(unsigned);

      assertThat(silent.close()).isEqualTo("4001 Handshake too slow");
      assertThat(unsigned.close()).isEqualTo("4001 Handshake too slow");
    }
  }

  /** Not so hasty that an honest client on a busy machine is sent away. */
  private static RoomsRig hasty() {
    return RoomsRig.open(Map.of("rooms.handshake-timeout", "4s"));
  }

  @Test
  void who_is_inside_is_not_hurried() {
    try (RoomsRig hasty = hasty()) {
      RoomClient client = hasty.connect("/rooms/plaza");
      client.enter(peer);

      hasty.connect("/rooms/plaza").close();

      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void text_garbage_and_oversize_end_the_socket_before_and_after_the_entry() {
    for (boolean inside : new boolean[] {false, true}) {
      assertThat(afterSending(inside, "text").close()).isEqualTo("1003 Binary frames only");
      assertThat(afterSending(inside, "garbage").close()).isEqualTo("1007 Cannot decode message");
      assertThat(afterSending(inside, "oversize").close()).isEqualTo("1009 Message too large");
    }
  }

  private RoomClient afterSending(boolean inside, String what) {
    RoomClient client = rig.connect("/rooms/plaza");
    if (inside) {
      client.enter(identity());
    }
    switch (what) {
      case "text" -> client.webSocket().writeTextMessage("hello");
      case "garbage" -> client.send(new byte[] {(byte) 0xFF, (byte) 0xFF});
      default -> client.webSocket().writeBinaryMessage(Buffer.buffer(new byte[70_000]));
    }
    return client;
  }

  @Test
  void garbage_ends_one_socket_and_no_other() {
    RoomClient good = rig.connect("/rooms/plaza");
    good.enter(peer);

    RoomClient bad = afterSending(true, "garbage");

    assertThat(bad.closeCode()).isEqualTo(1007);
    assertThat(good.next().hasPeerJoinMessage()).isTrue();
    assertThat(good.next().hasPeerLeaveMessage()).isTrue();
    assertThat(good.isClosed()).isFalse();
  }

  @Test
  void
      after_the_entry_what_is_unknown_empty_or_out_of_place_is_ignored_and_counted_but_for_names() {
    RoomClient client = rig.connect("/rooms/plaza");
    client.enter(peer);
    RoomClient other = rig.enter(address(3), "plaza").client();
    client.next();

    client.send(new byte[0]);
    client.identify(peer.address());
    client.sign("[]");
    client.send(packet(99, "new"));
    client.say("still here", false);

    assertThat(other.next().getPeerUpdateMessage().getBody().toStringUtf8())
        .isEqualTo("still here");
    assertThat(rig.counters().unknownSentMessagesTotal()).isEqualTo(3);
  }

  @Test
  void already_connected_tells_of_sessions_by_challenge() {
    rig.connect("/rooms/plaza").enter(peer);
    rig.enter(address(4), "plaza");

    RoomClient again = rig.connect("/rooms/market");
    again.identify(peer.address().toUpperCase().replace("0X", "0x"));
    RoomClient stranger = rig.connect("/rooms/market");
    stranger.identify(address(4));

    assertThat(again.next().getChallengeMessage().getAlreadyConnected()).isTrue();
    assertThat(stranger.next().getChallengeMessage().getAlreadyConnected()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/rooms/I1", "/rooms/I0zz9", "/rooms/%49abc"})
  void an_island_s_room_is_not_entered_by_challenge(String path) {
    assertThat(rig.connect(path).close()).isEqualTo("1008 Room opens by token only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/rooms/I", "/rooms/ICE", "/rooms/I-1", "/rooms/xI1"})
  void a_room_that_only_looks_like_an_island_is_open(String path) {
    rig.connect(path).enter(peer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/rooms/a%2Fb", "/rooms/%00", "/rooms/%C3", "/rooms/x%0D%0Ay"})
  void a_room_id_that_is_none_is_refused(String path) {
    assertThat(rig.connect(path).close()).isEqualTo("1008 Room id refused");
  }

  @Test
  void challenge_entry_can_be_off() {
    try (RoomsRig closed = RoomsRig.open(Map.of("rooms.open", "false"))) {
      assertThat(closed.connect("/rooms/plaza").close()).isEqualTo("1008 Room opens by token only");
      closed.enter(address(1), "plaza");
    }
  }

  private static String challenge(RoomClient client) {
    WsPacket packet = client.next();
    assertThat(packet.hasChallengeMessage()).as("%s", packet).isTrue();
    return packet.getChallengeMessage().getChallengeToSign();
  }

  private static byte[] signed(String chain) {
    return WsPacket.newBuilder()
        .setSignedChallengeForServer(WsSignedChallenge.newBuilder().setAuthChainJson(chain))
        .build()
        .toByteArray();
  }

  /** A message whose field of that number holds an identification. */
  private static byte[] packet(int field, String address) {
    byte[] inside = WsIdentification.newBuilder().setAddress(address).build().toByteArray();
    ByteString.Output out = ByteString.newOutput();
    int tag = field << 3 | 2;
    if (tag > 127) {
      out.write(tag & 0x7F | 0x80);
      out.write(tag >> 7);
    } else {
      out.write(tag);
    }
    out.write(inside.length);
    out.write(inside, 0, inside.length);
    return out.toByteString().toByteArray();
  }
}
