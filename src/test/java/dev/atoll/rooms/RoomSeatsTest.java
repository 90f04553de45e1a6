package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.auth.Identity;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.rooms.RoomsRig.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many may be inside, and who gives way to whom. */
class RoomSeatsTest {
  private static final String FULL = "This world is full. Try again later.";

  private final RoomsRig rig = RoomsRig.open(Map.of("rooms.size", "5", "rooms.max", "3"));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void a_full_room_says_so_before_the_challenge() {
    fill("plaza");
    RoomClient late = rig.connect("/rooms/plaza");

    late.identify(address(99));

    assertThat(late.next().getPeerKicked().getReason()).isEqualTo(FULL);
    assertThat(late.close()).isEqualTo("1013 " + FULL);
  }

  @Test
  void a_full_room_says_so_to_a_token_too() {
    fill("plaza");

    RoomClient late = rig.knock(address(99), "plaza");

    assertThat(late.next().getPeerKicked().getReason()).isEqualTo(FULL);
    assertThat(late.close()).isEqualTo("1013 " + FULL);
  }

  @Test
  void twenty_handshakes_at_once_fill_five_seats() {
    List<Identity> peers = new ArrayList<>();
    List<RoomClient> clients = new ArrayList<>();
    List<String> chains = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Identity peer = RoomEntryTest.identity();
      RoomClient client = rig.connect("/rooms/plaza");
      client.identify(peer.address());
      chains.add(peer.authChain(client.next().getChallengeMessage().getChallengeToSign()));
      peers.add(peer);
      clients.add(client);
    }

    for (int i = 0; i < 20; i++) {
      clients.get(i).sign(chains.get(i));
    }

    int welcomed = 0;
    for (RoomClient client : clients) {
      WsPacket first = client.next();
      welcomed += first.hasWelcomeMessage() ? 1 : 0;
      assertThat(first.hasWelcomeMessage() || first.getPeerKicked().getReason().equals(FULL))
          .isTrue();
    }
    assertThat(welcomed).isEqualTo(5);
    assertThat(rig.ask(Rooms::occupancy)).isEqualTo(Map.of("plaza", 5));
  }

  @Test
  void who_is_inside_may_come_again_though_it_is_full() {
    Identity peer = RoomEntryTest.identity();
    RoomClient first = rig.connect("/rooms/plaza");
    first.enter(peer);
    for (int i = 1; i < 5; i++) {
      rig.enter(address(i), "plaza");
    }

    RoomClient second = rig.connect("/rooms/plaza");
    second.enter(peer);

    assertThat(first.close()).isEqualTo("4000 Replaced by a newer session");
    assertThat(rig.ask(Rooms::users)).isEqualTo(5);
  }

  @Test
  void a_claim_to_be_inside_wins_no_seat() {
    fill("plaza");
    RoomClient liar = rig.connect("/rooms/plaza");

    liar.identify(address(1));
    liar.sign(
        RoomEntryTest.identity().authChain(liar.next().getChallengeMessage().getChallengeToSign()));

    assertThat(liar.next().getPeerKicked().getReason()).isEqualTo(FULL);
    assertThat(liar.closeCode()).isEqualTo(1013);
    assertThat(rig.ask(Rooms::users)).isEqualTo(5);
  }

  @Test
  void one_room_more_than_may_be_is_refused() {
    for (String room : List.of("one", "two", "three")) {
      rig.enter(address(1), room);
    }
    RoomClient asking = rig.connect("/rooms/four");
    asking.identify(address(2));

    assertThat(asking.close()).isEqualTo("1013 No room can be added");
    assertThat(rig.knock(address(2), "four").close()).isEqualTo("1013 No room can be added");
    rig.enter(address(2), "three");
  }

  @Test
  void who_leaves_a_room_of_its_own_by_it_may_enter_one_more() {
    rig.enter(address(1), "one");
    rig.enter(address(1), "two");
    Identity peer = RoomEntryTest.identity();
    RoomClient first = rig.connect("/rooms/three");
    first.enter(peer);

    RoomClient second = rig.connect("/rooms/four");
    second.enter(peer);

    assertThat(first.close()).isEqualTo("4000 Replaced by a newer session");
    assertThat(rig.ask(Rooms::occupancy)).isEqualTo(Map.of("one", 1, "two", 1, "four", 1));
    assertThat(rig.knock(peer.address(), "five").close()).isEqualTo("1013 No room can be added");
  }

  @Test
  void an_empty_room_is_gone_at_once() {
    Guest one = rig.enter(address(1), "plaza");
    Guest two = rig.enter(address(2), "plaza");
    assertThat(rig.ask(Rooms::occupancy)).isEqualTo(Map.of("plaza", 2));

    one.client().webSocket().close();
    two.client().webSocket().close();

    await().until(() -> rig.ask(Rooms::occupancy).isEmpty());
    assertThat(rig.counters().count()).isZero();
    assertThat(rig.counters().connections()).isZero();
    assertThat(rig.counters().connectionsTotal()).isEqualTo(2);
  }

  @Test
  void a_newer_session_in_the_room_replaces_the_one_before() {
    Guest witness = rig.enter(address(1), "plaza");
    Guest old = rig.enter(address(2), "plaza");
    witness.client().next();

    Guest young = rig.enter(address(2), "plaza");

    assertThat(young.welcome().getPeerIdentitiesMap()).isEqualTo(Map.of(1, address(1)));
    assertThat(old.client().next().getPeerKicked().getReason()).isEqualTo("Already connected");
    assertThat(old.client().close()).isEqualTo("4000 Replaced by a newer session");
    assertThat(witness.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(old.alias());
    assertThat(witness.client().next().getPeerJoinMessage().getAlias()).isEqualTo(young.alias());
    assertThat(rig.counters().kicksTotal()).isEqualTo(1);
  }

  @Test
  void an_old_socket_s_end_does_not_take_the_new_one_away() {
    rig.enter(address(2), "plaza");
    Guest young = rig.enter(address(2), "plaza");
    Guest witness = rig.enter(address(1), "plaza");
    young.client().next();

    witness.client().say("are you there?", false);

    assertThat(young.client().next().getPeerUpdateMessage().getFromAlias())
        .isEqualTo(witness.alias());
    assertThat(rig.ask(Rooms::users)).isEqualTo(2);
  }

  @Test
  void by_challenge_an_address_is_in_one_room_at_all() {
    Identity peer = RoomEntryTest.identity();
    Guest witness = rig.enter(address(1), "plaza");
    RoomClient first = rig.connect("/rooms/plaza");
    first.enter(peer);
    witness.client().next();

    RoomClient second = rig.connect("/rooms/market");
    second.enter(peer);

    assertThat(first.next().getPeerKicked().getReason()).isEqualTo("Already connected");
    assertThat(first.closeCode()).isEqualTo(4000);
    assertThat(witness.client().next().hasPeerLeaveMessage()).isTrue();
    assertThat(rig.ask(Rooms::occupancy)).isEqualTo(Map.of("plaza", 1, "market", 1));
  }

  @Test
  void by_token_an_address_is_in_several_rooms_and_a_challenge_leaves_them_be() {
    Identity peer = RoomEntryTest.identity();

    Guest one = rig.enter(peer.address(), "I1");
    Guest two = rig.enter(peer.address(), "I2");
    RoomClient three = rig.connect("/rooms/plaza");
    three.enter(peer);

    assertThat(rig.ask(Rooms::users)).isEqualTo(3);
    assertThat(one.client().isClosed() || two.client().isClosed()).isFalse();
  }

  @Test
  void an_alias_is_never_used_again() {
    Guest one = rig.enter(address(1), "plaza");
    one.client().webSocket().close();
    Guest two = rig.enter(address(1), "market");
    Guest three = rig.enter(address(1), "market");

    assertThat(List.of(one.alias(), two.alias(), three.alias())).containsExactly(1, 2, 3);
  }

  private void fill(String room) {
    for (int i = 1; i <= 5; i++) {
      rig.enter(address(i), room);
    }
  }
}
