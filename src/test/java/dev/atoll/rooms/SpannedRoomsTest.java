package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.auth.Identity;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.LinkedNodes;
import dev.atoll.protocol.message.SpanMember;
import dev.atoll.protocol.message.SpanMembers;
import dev.atoll.protocol.message.SpanMessage;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.rooms.RoomsRig.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rooms whose members are at several nodes, linked for real. */
@ExtendWith(LeakWatch.class)
class SpannedRoomsTest {
  private SpannedRooms realm;

  @AfterEach
  void close() {
    realm.close();
  }

  private void open(String... nodes) {
    realm = new SpannedRooms(Map.of("rooms.size", "5"), nodes);
  }

  @Test
  void members_at_two_nodes_know_and_hear_each_other() {
    open("a", "b");
    Guest near = realm.at("a").enter(address(1), "plaza");
    realm.awaitMembers("b", "plaza", 1);

    Guest far = realm.at("b").enter(address(2), "plaza");

    assertThat(far.welcome().getPeerIdentitiesMap()).isEqualTo(Map.of(near.alias(), address(1)));
    assertThat(near.client().next().getPeerJoinMessage().getAddress()).isEqualTo(address(2));
    near.client().say("hello there", false);
    far.client().say("hello back", true);
    assertThat(said(far)).isEqualTo(near.alias() + " hello there");
    assertThat(said(near)).isEqualTo(far.alias() + " hello back");
  }

  @Test
  void who_leaves_is_told_as_gone_after_all_it_said() {
    open("a", "b");
    Guest near = realm.at("a").enter(address(1), "plaza");
    Guest far = realm.at("b").enter(address(2), "plaza");
    near.client().next();

    for (int i = 0; i < 100; i++) {
      near.client().say("word " + i, i % 3 == 0);
    }
    near.client().webSocket().close();

    for (int i = 0; i < 100; i++) {
      assertThat(said(far)).isEqualTo(near.alias() + " word " + i);
    }
    assertThat(far.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(near.alias());
    Guest later = realm.at("b").enter(address(3), "plaza");
    assertThat(later.welcome().getPeerIdentitiesMap()).isEqualTo(Map.of(far.alias(), address(2)));
  }

  @Test
  void clients_of_july_2022_hear_members_at_other_nodes_and_are_heard() {
    open("a", "b");
    Guest near = realm.at("a").enter(address(1), "plaza");
    realm.awaitMembers("b", "plaza", 1);
    JulyClient old = JulyClient.enter(realm.at("b"), address(2), "plaza");
    near.client().next();
    JulyClient oldToo = JulyClient.enter(realm.at("a"), address(3), "plaza");
    near.client().next();

    near.client().say("from today", false);
    assertThat(old.nextIdentity()).isEqualTo(near.alias() + " " + address(1) + " from today");
    assertThat(oldToo.nextIdentity()).isEqualTo(near.alias() + " " + address(1) + " from today");
    old.saySystem("from july");

    assertThat(said(near)).isEqualTo(old.alias() + " from july");
    assertThat(oldToo.next().getSystemMessage().getBody().toStringUtf8()).isEqualTo("from july");
  }

  @Test
  void of_two_at_once_for_the_last_seat_at_two_nodes_one_comes_in() {
    open("a", "b", "c");
    String room = SpannedRooms.ownedBy("c", 0, "a", "b", "c");
    for (int i = 1; i < 5; i++) {
      realm.at(i % 2 == 0 ? "a" : "b").enter(address(i), room);
    }

    RoomClient one = realm.at("a").knock(address(8), room);
    RoomClient other = realm.at("b").knock(address(9), room);

    List<WsPacket> first = List.of(one.next(), other.next());
    assertThat(first).filteredOn(WsPacket::hasWelcomeMessage).hasSize(1);
    assertThat(first).filteredOn(WsPacket::hasPeerKicked).hasSize(1);
    RoomClient refused = first.get(0).hasPeerKicked() ? one : other;
    assertThat(refused.close()).isEqualTo("1013 This world is full. Try again later.");
    await().until(() -> realm.at("c").ask(Rooms::occupancy).equals(Map.of(room, 5)));
    assertThat(realm.at("a").ask(Rooms::users) + realm.at("b").ask(Rooms::users))
        .isEqualTo(5);
  }

  @Test
  void a_full_room_refuses_at_every_node_before_it_asks_for_a_signature() {
    open("a", "b");
    for (int i = 1; i <= 5; i++) {
      realm.at("a").enter(address(i), "plaza");
    }
    realm.awaitMembers("b", "plaza", 5);

    RoomClient late = realm.at("b").connect("/rooms/plaza");
    late.identify(address(99));

    assertThat(late.next().getPeerKicked().getReason()).startsWith("This world is full");
  }

  @Test
  void who_is_inside_may_come_again_at_another_node_though_it_is_full() {
    open("a", "b");
    List<Guest> inside = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      inside.add(realm.at("a").enter(address(i), "plaza"));
    }
    realm.awaitMembers("b", "plaza", 5);

    Guest again = realm.at("b").enter(address(5), "plaza");

    assertThat(again.welcome().getPeerIdentitiesMap()).hasSize(4).doesNotContainValue(address(5));
    assertThat(closeOf(inside.get(4))).isEqualTo("4000 Replaced by a newer session");
    assertThat(realm.at("b").ask(Rooms::occupancy)).isEqualTo(Map.of("plaza", 5));
  }

  @Test
  void a_newer_entry_of_an_address_at_another_node_replaces_the_one_before() {
    open("a", "b");
    Guest witness = realm.at("a").enter(address(1), "plaza");
    Guest old = realm.at("a").enter(address(2), "plaza");
    realm.awaitMembers("b", "plaza", 2);
    Guest witnessThere = realm.at("b").enter(address(3), "plaza");
    witness.client().next();
    witness.client().next();

    Guest young = realm.at("b").enter(address(2), "plaza");

    assertThat(closeOf(old)).isEqualTo("4000 Replaced by a newer session");
    assertLeftAndJoined(witness, old, young);
    assertLeftAndJoined(witnessThere, old, young);
    young.client().say("here now", false);
    assertThat(said(witness)).isEqualTo(young.alias() + " here now");
    assertThat(said(witnessThere)).isEqualTo(young.alias() + " here now");
  }

  @Test
  void an_entry_at_a_node_whose_clock_is_days_ahead_keeps_no_later_one_out() {
    open("a", "b");
    long ahead = System.currentTimeMillis() + Duration.ofDays(3).toMillis();
    SpanMember there = SpanMember.newBuilder()
        .setRoom("plaza")
        .setAddress(address(2))
        .setAlias(7)
        .setStamp(ahead)
        .build();
    realm
        .at("b")
        .publish(new Message(
            Subjects.rooms("b"),
            Payload.of(SpanMessage.newBuilder()
                .setMembers(SpanMembers.newBuilder().addMembers(there))
                .build()),
            new Headers(Map.of(Headers.NODE, "a"))));
    realm.awaitMembers("b", "plaza", 1);

    Guest again = realm.at("b").enter(address(2), "plaza");

    assertThat(again.alias()).isNotEqualTo(7);
    assertThat(again.client().isClosed()).isFalse();
  }

  @Test
  void by_challenge_an_address_is_in_one_room_of_the_realm() {
    open("a", "b");
    Identity peer = RoomEntryTest.identity();
    RoomClient first = realm.at("a").connect("/rooms/plaza");
    first.enter(peer);
    realm.awaitMembers("b", "plaza", 1);

    RoomClient second = realm.at("b").connect("/rooms/market");
    second.identify(peer.address());
    WsPacket question = second.next();
    second.sign(peer.authChain(question.getChallengeMessage().getChallengeToSign()));

    assertThat(question.getChallengeMessage().getAlreadyConnected()).isTrue();
    assertThat(second.next().hasWelcomeMessage()).isTrue();
    assertThat(first.next().getPeerKicked().getReason()).isEqualTo("Already connected");
    assertThat(first.close()).isEqualTo("4000 Replaced by a newer session");
    await().until(() -> realm.at("b").ask(Rooms::occupancy).equals(Map.of("market", 1)));
  }

  @Test
  void members_at_a_node_that_is_lost_have_left_and_join_again_when_it_is_heard() {
    open("a", "b");
    Guest near = realm.at("a").enter(address(1), "plaza");
    realm.awaitMembers("b", "plaza", 1);
    Guest far = realm.at("b").enter(address(2), "plaza");
    near.client().next();

    realm.cut("a", "b");

    assertThat(near.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(far.alias());
    assertThat(far.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(near.alias());
    far.client().say("is anybody there?", false);
    realm.heal("a", "b");
    assertThat(near.client().next().getPeerJoinMessage().getAlias()).isEqualTo(far.alias());
    assertThat(far.client().next().getPeerJoinMessage().getAlias()).isEqualTo(near.alias());
    far.client().say("again", false);
    assertThat(said(near)).isEqualTo(far.alias() + " again");
  }

  @Test
  void of_one_address_at_both_sides_of_a_cut_the_later_stays_when_it_heals() {
    open("a", "b");
    realm.cut("a", "b");
    Guest old = realm.at("a").enter(address(2), "plaza");
    Guest witness = realm.at("a").enter(address(1), "plaza");
    Guest young = realm.at("b").enter(address(2), "plaza");

    realm.heal("a", "b");

    assertThat(closeOf(old)).isEqualTo("4000 Replaced by a newer session");
    assertLeftAndJoined(witness, old, young);
    assertThat(young.client().isClosed()).isFalse();
  }

  @Test
  void a_room_overfull_after_a_cut_keeps_who_is_inside_and_admits_nobody() {
    open("a", "b");
    realm.cut("a", "b");
    for (int i = 1; i <= 3; i++) {
      realm.at("a").enter(address(i), "plaza");
      realm.at("b").enter(address(10 + i), "plaza");
    }

    realm.heal("a", "b");

    realm.awaitMembers("a", "plaza", 6);
    realm.awaitMembers("b", "plaza", 6);
    assertThat(realm.at("a").knock(address(9), "plaza").next().hasPeerKicked()).isTrue();
    assertThat(realm.at("b").knock(address(9), "plaza").next().hasPeerKicked()).isTrue();
  }

  @Test
  void without_an_answer_a_joiner_is_refused_and_may_come_again() {
    realm = new SpannedRooms(Map.of(), new LinkedNodes(1 << 20, "a", "b"), List.of("a"));
    String room = SpannedRooms.ownedBy("b", 0, "a", "b");

    RoomClient refused = realm.at("a").knock(address(1), room);

    assertThat(refused.close()).isEqualTo("1013 No seat could be asked for");
    realm.cut("a", "b");
    assertThat(realm.at("a").enter(address(1), room).alias()).isPositive();
  }

  @Test
  void seats_of_a_node_that_is_lost_are_given_by_another_above_all_aliases() {
    open("a", "b");
    String room = SpannedRooms.ownedBy("b", 0, "a", "b");
    Guest first = realm.at("a").enter(address(1), room);

    realm.cut("a", "b");
    Guest second = realm.at("a").enter(address(2), room);

    assertThat(second.alias()).isGreaterThan(first.alias() + 1);
  }

  @Test
  void a_draining_node_gives_its_seats_to_others() {
    open("a", "b");
    String room = SpannedRooms.ownedBy("b", 0, "a", "b");
    Guest before = realm.at("a").enter(address(1), room);
    realm.awaitMembers("b", room, 1);

    realm.nodes().drain("b");

    Guest after = realm.at("b").enter(address(2), room);
    assertThat(after.welcome().getPeerIdentitiesMap()).containsOnlyKeys(before.alias());
  }

  private static void assertLeftAndJoined(Guest witness, Guest old, Guest young) {
    assertThat(witness.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(old.alias());
    assertThat(witness.client().next().getPeerJoinMessage().getAlias()).isEqualTo(young.alias());
  }

  /** Whatever it heard before. */
  private static String closeOf(Guest guest) {
    return guest.client().close();
  }

  /** Alias and body of the next message, passing over who comes. */
  static String said(Guest guest) {
    WsPacket packet = guest.client().next();
    while (packet.hasPeerJoinMessage()) {
      packet = guest.client().next();
    }
    assertThat(packet.hasPeerUpdateMessage()).as("%s", packet).isTrue();
    return packet.getPeerUpdateMessage().getFromAlias() + " "
        + packet.getPeerUpdateMessage().getBody().toStringUtf8();
  }
}
