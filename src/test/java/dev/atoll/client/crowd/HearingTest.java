package dev.atoll.client.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.client.PeerUpdate;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerUpdate;
import dev.atoll.protocol.message.WsWelcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each thing that can be wrong is told to the checker on purpose: a check that cannot fail would be none. */
class HearingTest {
  private static final int SELF = 1;
  private static final int BOB = 2;
  private static final int STRANGER = 3;
  private static final int NOBODY = 99;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  private final Ledger ledger = new Ledger(CrowdPlan.Pace.DEFAULT);
  private final Findings findings = new Findings();
  private final Measures measures = new Measures();
  private final Room room = ledger.room("/rooms/I1");
  private final Hearing hearing = new Hearing(room, findings, measures);
  private long now = SECOND;
  private Sender bob = Unwelcome.SENDER;

  @Test
  void nothing_is_wrong_where_all_comes_in_order() {
    aliceAndBob();
    for (int i = 0; i < 50; i++) {
      hear(bob, position());
      now += 100 * MILLI;
      hearing.sweep(now);
    }
    hear(bob, chat());
    hearing.left(BOB);

    assertThat(findings.total()).isZero();
    assertThat(findings.supersededCount()).isZero();
    assertThat(measures.deliveries()).isEqualTo(51);
    assertThat(measures.recent().getTotalCount()).isEqualTo(51);
  }

  @Test
  void latency_is_from_sending_to_hearing() {
    aliceAndBob();
    Packet sent = position();
    now += 30 * MILLI;
    hear(bob, sent);

    assertThat(measures.recent().getMaxValue()).isBetween(29_900L, 30_100L);
  }

  @Test
  void a_chat_that_does_not_come_though_a_newer_one_does_is_lost() {
    aliceAndBob();
    hear(bob, chat());
    chat();
    hear(bob, chat());

    assertThat(findings.count(Fault.LOST)).isEqualTo(1);
    assertThat(findings.supersededCount()).isZero();
    assertThat(findings.examples()).singleElement().asString().contains("/rooms/I1", "0xb");
  }

  @Test
  void a_chat_that_does_not_come_is_lost_after_two_seconds_and_counted_once() {
    aliceAndBob();
    chat();

    hearing.sweep(now + 2 * SECOND - 1);
    assertThat(findings.total()).isZero();
    hearing.sweep(now + 2 * SECOND);
    hearing.sweep(now + 3 * SECOND);
    assertThat(findings.count(Fault.LOST)).isEqualTo(1);
  }

  @Test
  void a_lost_message_that_comes_late_is_told_apart() {
    aliceAndBob();
    Packet sent = chat();
    now += 3 * SECOND;
    hearing.sweep(now);
    hear(bob, sent);

    assertThat(findings.count(Fault.LOST)).isEqualTo(1);
    assertThat(findings.lateCount()).isEqualTo(1);
    assertThat(findings.count(Fault.OUT_OF_ORDER)).isZero();
  }

  @Test
  void positions_that_do_not_come_where_a_newer_one_does_are_superseded_not_lost() {
    aliceAndBob();
    hear(bob, position());
    position();
    position();
    hear(bob, position());

    assertThat(findings.supersededCount()).isEqualTo(2);
    assertThat(findings.total()).isZero();
  }

  @Test
  void positions_after_which_no_newer_one_comes_in_two_seconds_are_lost() {
    aliceAndBob();
    hear(bob, position());
    position();
    position();
    now += 2 * SECOND;
    hearing.sweep(now);

    assertThat(findings.count(Fault.LOST)).isEqualTo(2);
    assertThat(findings.supersededCount()).isZero();
  }

  @Test
  void a_member_of_whom_nothing_is_ever_heard_is_noticed() {
    aliceAndBob();
    for (int i = 0; i < 10; i++) {
      position();
      now += 300 * MILLI;
      hearing.sweep(now);
    }

    assertThat(findings.count(Fault.LOST)).isEqualTo(4);
  }

  @Test
  void an_older_message_after_a_newer_is_out_of_order_each_kind_for_itself() {
    aliceAndBob();
    Packet first = position();
    Packet second = position();
    Packet chat = chat();
    hear(bob, second);
    hear(bob, chat);
    assertThat(findings.total()).isZero();

    hear(bob, first);
    assertThat(findings.count(Fault.OUT_OF_ORDER)).isEqualTo(1);
    hear(bob, chat);
    assertThat(findings.count(Fault.CHAT_OUT_OF_ORDER)).isEqualTo(1);
  }

  @Test
  void strangers_own_messages_and_those_who_left_are_told_apart() {
    aliceAndBob();
    hearing.left(BOB);
    hear(BOB, position(), true);
    hear(NOBODY, position(), true);
    hear(SELF, position(), true);

    assertThat(findings.count(Fault.STRANGER)).isEqualTo(2);
    assertThat(findings.count(Fault.OWN_MESSAGE)).isEqualTo(1);
    assertThat(measures.deliveries()).isZero();
  }

  @Test
  void of_other_crowds_only_the_order_is_known() {
    aliceAndBob();
    hearing.joined(STRANGER, "0xforeign");
    hear(STRANGER, Bodies.position(500, 0, 0), true);
    hear(STRANGER, Bodies.position(700, 0, 0), true);
    now += 10 * SECOND;
    hearing.sweep(now);
    assertThat(findings.total()).isZero();
    assertThat(findings.supersededCount()).isZero();

    hear(STRANGER, Bodies.position(600, 0, 0), true);
    assertThat(findings.count(Fault.OUT_OF_ORDER)).isEqualTo(1);
    assertThat(measures.deliveries()).isEqualTo(3);
    assertThat(measures.recent().getTotalCount()).isZero();
  }

  @Test
  void explorers_that_say_other_things_are_no_fault() {
    aliceAndBob();
    hearing.joined(STRANGER, "0xforeign");
    hear(STRANGER, ByteString.copyFromUtf8("\u0000 no packet"), false);
    hear(STRANGER, ByteString.EMPTY, true);
    hear(STRANGER, Packet.newBuilder().setProtocolVersion(1).build(), true);

    assertThat(findings.total()).isZero();
    assertThat(measures.deliveries()).isEqualTo(3);
  }

  @Test
  void what_a_newcomer_sends_first_must_be_heard() {
    aliceAndBob();
    Sender carol = member(4, "0xc");
    hearing.joined(4, "0xc");
    carol.positions().send(now);
    carol.chats().send(now);
    Packet second = Bodies.chat(carol.chats().send(now), 0);
    hear(4, second, false);

    assertThat(findings.count(Fault.LOST)).isEqualTo(1);
  }

  @Test
  void who_comes_from_another_room_goes_on_counting_and_nothing_before_that_must_come() {
    aliceAndBob();
    Spoken spoken = ledger.add("0xc");
    IntStream.range(0, 20).forEach(each -> spoken.nextPosition());
    IntStream.range(0, 20).forEach(each -> spoken.nextChat());
    Sender carol = room.sender(4, "0xc");
    hearing.joined(4, "0xc");
    hear(4, Bodies.position(7, 1, 2), true);
    hear(4, Bodies.chat(3, 0), false);
    carol.enters();
    hear(4, Bodies.position(8, 1, 2), true);
    assertThat(findings.total()).isZero();

    carol.positions().send(12, now);
    carol.chats().send(5, now);
    hear(4, Bodies.position(9, 1, 2), true);
    hear(4, Bodies.position(12, 1, 2), true);
    hear(4, Bodies.chat(5, 0), false);
    hearing.sweep(now + 5 * SECOND);
    assertThat(findings.total()).isZero();
    assertThat(findings.supersededCount()).isZero();

    hear(4, Bodies.chat(4, 0), false);
    assertThat(findings.count(Fault.CHAT_OUT_OF_ORDER)).isEqualTo(1);
  }

  @Test
  void what_was_sent_before_the_welcome_was_heard_need_not_come_but_may() {
    ledger.add("0xb");
    bob = member(BOB, "0xb");
    chat();
    Packet second = chat();
    welcome();
    now += 5 * SECOND;
    hearing.sweep(now);
    assertThat(findings.total()).isZero();

    hear(bob, second);
    assertThat(findings.total()).isZero();
  }

  @Test
  void what_a_member_sent_before_it_left_must_have_come_by_then() {
    aliceAndBob();
    chat();
    position();
    bob.leaves();
    hearing.left(BOB);

    assertThat(findings.count(Fault.LOST)).isEqualTo(2);
  }

  @Test
  void what_a_member_sent_before_its_connection_broke_need_not_have_come() {
    aliceAndBob();
    chat();
    bob.isCut();
    hearing.left(BOB);

    assertThat(findings.total()).isZero();
  }

  @Test
  void altered_messages_are_told() {
    aliceAndBob();
    hear(BOB, position(), false);
    hear(BOB, chat(), true);
    hear(BOB, Bodies.position(77, 0, 0), true);
    hear(BOB, Packet.getDefaultInstance(), false);

    assertThat(findings.count(Fault.ALTERED)).isEqualTo(4);
  }

  @Test
  void members_that_cannot_be_are_told() {
    aliceAndBob();
    hearing.joined(BOB, "0xb");
    hearing.joined(SELF, "0xa");
    hearing.left(NOBODY);
    member(5, "0xc");
    hearing.joined(5, "0xd");

    assertThat(findings.count(Fault.MEMBERSHIP)).isEqualTo(4);
  }

  @Test
  void nothing_counts_once_the_crowd_leaves() {
    aliceAndBob();
    chat();
    findings.close();
    hearing.sweep(now + 10 * SECOND);
    hearing.left(BOB);
    hear(NOBODY, position(), true);

    assertThat(findings.total()).isZero();
  }

  @Test
  void a_room_knows_an_alias_as_long_as_anybody_needs_it() {
    aliceAndBob();
    assertThat(room.sender(BOB, "0xb")).isSameAs(bob);

    bob.leaves();
    room.forget(BOB, bob);
    assertThat(room.sender(BOB, "0xb")).isSameAs(bob);

    hearing.end();
    assertThat(room.sender(BOB, "0xb")).isNotSameAs(bob);
  }

  private void aliceAndBob() {
    ledger.add("0xa");
    ledger.add("0xb");
    ledger.add("0xc");
    bob = member(BOB, "0xb");
    welcome();
  }

  private Sender member(int alias, String address) {
    Sender sender = room.sender(alias, address);
    sender.enters();
    return sender;
  }

  private void welcome() {
    hearing.welcomed(
        WsWelcome.newBuilder().setAlias(SELF).putPeerIdentities(BOB, "0xB").build());
  }

  private Packet position() {
    return Bodies.position(bob.positions().send(now), 1, 2);
  }

  private Packet chat() {
    return Bodies.chat(bob.chats().send(now), 0);
  }

  private void hear(Sender sender, Packet packet) {
    assertThat(sender).isSameAs(bob);
    hear(BOB, packet, packet.hasPosition());
  }

  private void hear(int alias, Packet packet, boolean unreliable) {
    hear(alias, packet.toByteString(), unreliable);
  }

  private void hear(int alias, ByteString body, boolean unreliable) {
    ByteBuf bytes = Unpooled.wrappedBuffer(update(alias, body, unreliable));
    PeerUpdate update = new PeerUpdate();
    assertThat(update.read(bytes, 0, bytes.readableBytes())).isTrue();
    hearing.update(update, now);
  }

  static byte[] update(int alias, ByteString body, boolean unreliable) {
    WsPeerUpdate message = WsPeerUpdate.newBuilder()
        .setFromAlias(alias)
        .setBody(body)
        .setUnreliable(unreliable)
        .build();
    return WsPacket.newBuilder().setPeerUpdateMessage(message).build().toByteArray();
  }

  private static final class Unwelcome {
    static final Sender SENDER = new Sender("", Optional.empty(), 4);
  }
}
