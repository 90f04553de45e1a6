package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.SeatAnswer.Outcome;
import dev.atoll.protocol.message.SpanMember;
import dev.atoll.protocol.message.SpanMembers;
import dev.atoll.protocol.message.SpanMessage;
import dev.atoll.protocol.message.SpanTick;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.rooms.RoomsRig.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the rooms of another node say and are told, message by message. */
@ExtendWith(LeakWatch.class)
class SpanTest {
  private static final long LONG_AGO = 1;
  private static final long LATER = Long.MAX_VALUE / 2;

  private final RoomsRig rig = RoomsRig.open(Map.of("rooms.size", "5"));
  private final OtherNode other = new OtherNode(rig);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void a_node_is_told_of_all_members_first() {
    SpanMembers all = other.next().getMembers();

    assertThat(all.getAnew()).isTrue();
    assertThat(all.getMembersList()).isEmpty();
    Guest guest = rig.enter(address(1), "plaza");
    SpanMembers more = other.next().getMembers();
    assertThat(more.getAnew()).isFalse();
    SpanMember told = more.getMembers(0);
    assertThat(told.getRoom()).isEqualTo("plaza");
    assertThat(told.getAddress()).isEqualTo(address(1));
    assertThat(told.getAlias()).isEqualTo(guest.alias());
    assertThat(told.getChallenged()).isFalse();
    guest.client().webSocket().close();
    assertThat(other.next().getLeft().getAlias()).isEqualTo(guest.alias());
  }

  @Test
  void what_members_say_in_a_moment_is_told_in_one_message_and_not_where_nobody_hears_it() {
    Guest one = rig.enter(address(1), "plaza");
    Guest two = rig.enter(address(2), "plaza");
    one.client().next();
    one.client().say("nobody is elsewhere", false);
    two.client().next();
    other.joined("plaza", address(9), 77, LATER);
    one.client().next();
    two.client().next();
    other.next();
    other.next();
    other.next();

    List<String> words = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      one.client().say("word " + i, false);
    }
    int messages = 0;
    while (words.size() < 200) {
      SpanTick tick = other.next().getTick();
      messages++;
      ByteString frames = tick.getFrames();
      for (int i = 0, at = 0; i < tick.getLengthsCount(); at += tick.getLengths(i++)) {
        assertThat(tick.getSenders(i)).isEqualTo(one.alias());
        words.add(body(frames.substring(at + 2, at + tick.getLengths(i))));
      }
    }
    assertThat(messages).isLessThan(100);
    assertThat(words).startsWith("word 0", "word 1").endsWith("word 199");
  }

  @Test
  void unreliable_words_are_told_apart_from_reliable_ones_in_few_parts() {
    Guest one = rig.enter(address(1), "plaza");
    other.joined("plaza", address(9), 77, LATER);
    one.client().next();
    other.next();
    other.next();

    for (int i = 0; i < 100; i++) {
      one.client().say("word " + i, i % 2 == 0);
    }

    int words = 0;
    while (words < 100) {
      SpanTick tick = other.next().getTick();
      for (int i = 0; i < tick.getLengthsCount(); i++, words++) {
        assertThat(FarTick.isUnreliable(tick.getKinds().byteAt(i))).isEqualTo(words % 2 == 0);
      }
    }
  }

  @Test
  void of_one_alias_the_later_entry_is_closed_and_may_come_again() {
    Guest witness = rig.enter(address(1), "plaza");
    Guest twin = rig.enter(address(2), "plaza");
    witness.client().next();

    other.joined("plaza", address(9), twin.alias(), LONG_AGO);

    assertThat(twin.client().close()).isEqualTo("1013 Alias given to somebody else too");
    assertThat(witness.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(twin.alias());
    WsPacket join = witness.client().next();
    assertThat(join.getPeerJoinMessage().getAddress()).isEqualTo(address(9));
    assertThat(join.getPeerJoinMessage().getAlias()).isEqualTo(twin.alias());
  }

  @Test
  void of_one_alias_the_earlier_entry_stays_and_the_other_is_hidden_until_it_is_gone() {
    Guest witness = rig.enter(address(1), "plaza");
    Guest twin = rig.enter(address(2), "plaza");
    witness.client().next();

    other.joined("plaza", address(9), twin.alias(), LATER);
    other.says(tick("plaza", twin.alias(), "not heard"));
    twin.client().say("heard", false);

    assertThat(SpannedRoomsTest.said(witness)).isEqualTo(twin.alias() + " heard");
    twin.client().webSocket().close();
    assertThat(witness.client().next().hasPeerLeaveMessage()).isTrue();
    assertThat(witness.client().next().getPeerJoinMessage().getAddress()).isEqualTo(address(9));
    other.left("plaza", twin.alias());
    assertThat(witness.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(twin.alias());
  }

  @Test
  void an_older_entry_elsewhere_is_gone_for_all_when_its_address_comes_in_here() {
    Guest witness = rig.enter(address(1), "plaza");
    other.joined("plaza", address(9), 77, LONG_AGO);
    witness.client().next();

    Guest young = rig.enter(address(9), "plaza");

    assertThat(young.welcome().getPeerIdentitiesMap()).containsOnlyKeys(witness.alias());
    assertThat(witness.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(77);
    assertThat(witness.client().next().getPeerJoinMessage().getAlias()).isEqualTo(young.alias());
    other.left("plaza", 77);
    young.client().say("only me", false);
    assertThat(SpannedRoomsTest.said(witness)).isEqualTo(young.alias() + " only me");
  }

  @Test
  void a_room_of_this_node_alone_is_not_that_of_its_name_elsewhere_whose_seats_it_gives() {
    try (RoomsRig own = RoomsRig.open(Map.of("rooms.size", "2"))) {
      OtherNode there = new OtherNode(own, false);
      Guest here = own.enter(address(1), "I1");
      there.joined("I1", address(1), here.alias(), LATER);
      there.joined("I1", address(2), 77, LATER);

      there.asks("I1", address(3));

      assertThat(there.answer().getOutcome()).isEqualTo(Outcome.FULL);
      assertThat(here.client().isClosed()).isFalse();
      assertThat(here.client().unread()).isZero();
      Guest second = own.enter(address(4), "I1");
      assertThat(second.welcome().getPeerIdentitiesMap()).containsOnlyKeys(here.alias());
    }
  }

  @Test
  void a_node_that_begins_anew_has_those_that_it_tells_and_no_others() {
    Guest witness = rig.enter(address(1), "plaza");
    other.joined("plaza", address(8), 77, LATER);
    other.joined("plaza", address(9), 78, LATER);
    witness.client().next();
    witness.client().next();

    other.says(SpanMessage.newBuilder()
        .setMembers(SpanMembers.newBuilder().setAnew(true))
        .build());

    List<Integer> left = List.of(
        witness.client().next().getPeerLeaveMessage().getAlias(),
        witness.client().next().getPeerLeaveMessage().getAlias());
    assertThat(left).containsExactlyInAnyOrder(77, 78);
    assertThat(rig.ask(Rooms::occupancy)).isEqualTo(Map.of("plaza", 1));
  }

  @Test
  void whatever_another_node_says_its_members_and_ours_are_heard_on() {
    Guest one = rig.enter(address(1), "plaza");
    Guest two = rig.enter(address(2), "plaza");
    one.client().next();
    Random random = new Random(7);
    byte[] sound = tick("plaza", 77, "sound").toByteArray();
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = sound.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      says(bytes);
      byte[] any = new byte[random.nextInt(60)];
      random.nextBytes(any);
      says(any);
    }
    other.joined("plaza", "nobody", 1, 1);
    other.joined("", address(3), 1, 1);
    other.joined("plaza", address(3), 0, 1);
    other.joined("plaza", address(3), -1, 1);
    other.joined("plaza", address(3), 5, -1);

    other.joined("plaza", address(9), 77, LATER);
    other.says(tick("plaza", 77, "sound"));

    assertThat(SpannedRoomsTest.said(two)).isEqualTo("77 sound");
    one.client().say("still here", false);
    assertThat(SpannedRoomsTest.said(two)).isEqualTo(one.alias() + " still here");
  }

  private void says(byte[] bytes) {
    rig.publish(new Message(
        Subjects.rooms("a"),
        Payload.of(ByteString.copyFrom(bytes)),
        new Headers(Map.of(Headers.NODE, "b"))));
  }

  private static SpanMessage tick(String room, int alias, String word) {
    return SpanMessage.newBuilder().setTick(FarTickTest.tick(room, alias, word)).build();
  }

  private static String body(ByteString packet) {
    try {
      return WsPacket.parseFrom(packet).getPeerUpdateMessage().getBody().toStringUtf8();
    } catch (InvalidProtocolBufferException wrong) {
      throw new IllegalStateException(wrong);
    }
  }
}
