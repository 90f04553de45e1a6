package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerUpdate;
import dev.atoll.rooms.RoomsRig.Guest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A member that does not read. */
@ExtendWith(LeakWatch.class)
class SlowReceiverTest {
  private static final int MOVEMENT = 8;
  private static final int CHAT = 5;
  private static final int UNKNOWN = 14;
  private static final int BIG = 65_000;

  private final RoomsRig rig =
      RoomsRig.open(Map.of("session.queue-bytes", "8MiB", "session.inbound-rate", "64MiB"));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void it_gets_the_newest_movement_and_every_chat_in_order() {
    Guest speaker = rig.enter(address(1), "plaza");
    Guest quick = rig.enter(address(2), "plaza");
    Guest slow = rig.enterNarrow(address(3), "plaza");
    slow.client().webSocket().pause();
    int rounds = 160;

    for (int round = 0; round < rounds; round++) {
      speaker.client().say(body(MOVEMENT, round, BIG), true);
      if (round % 10 == 0) {
        speaker.client().say(body(CHAT, round, 20), false);
      }
      // beside the join of the slow one, a chat in ten rounds, the first in the first
      awaitSaid(quick, round + 1 + round / 10 + 1 + 1);
    }
    long superseded = rig.counters().superseded();
    slow.client().webSocket().resume();
    List<Integer> movements = new ArrayList<>();
    List<Integer> chats = new ArrayList<>();
    while (movements.isEmpty() || movements.get(movements.size() - 1) < rounds - 1) {
      WsPacket packet = slow.client().next();
      if (packet.hasPeerUpdateMessage()) {
        ByteString body = packet.getPeerUpdateMessage().getBody();
        (body.byteAt(0) >> 3 == CHAT ? chats : movements).add(number(body));
      }
    }

    assertThat(superseded).isPositive();
    assertThat(movements).isSorted().hasSize((int) (rounds - superseded));
    assertThat(chats).isSorted().hasSize(rounds / 10);
    assertThat(slow.client().isClosed()).isFalse();
  }

  @Test
  void nothing_gives_way_but_unreliable_messages_of_one_sender_and_known_kind() {
    Guest one = rig.enter(address(1), "plaza");
    Guest two = rig.enter(address(2), "plaza");
    Guest slow = rig.enterNarrow(address(3), "plaza");
    one.client().next();
    one.client().next();
    slow.client().webSocket().pause();
    fillChannelOf(slow, one);
    long before = rig.counters().superseded();

    for (int i = 0; i < 5; i++) {
      one.client().say(body(MOVEMENT, i, 20), true);
      two.client().say(body(MOVEMENT, i, 20), true);
      one.client().say(body(MOVEMENT, i, 20), false);
      one.client().say(body(UNKNOWN, i, 20), true);
      one.client().say(body(CHAT, i, 20), true);
    }
    Guest late = rig.enter(address(4), "plaza");
    late.client().webSocket().close();
    await().until(() -> rig.counters().connections() == 3);

    // one's and two's movements and one's chats, but for the newest of each; and the movement that
    // filled the channel last
    await().until(() -> rig.counters().superseded() - before == 13);
    slow.client().webSocket().resume();
    int reliable = 0;
    int unknown = 0;
    WsPacket packet = slow.client().next();
    while (!packet.hasPeerLeaveMessage()) {
      WsPeerUpdate update = packet.getPeerUpdateMessage();
      if (update.getBody().size() > 0 && update.getBody().size() < 100) {
        int kind = update.getBody().byteAt(0) >> 3;
        reliable += kind == MOVEMENT && !update.getUnreliable() ? 1 : 0;
        unknown += kind == UNKNOWN ? 1 : 0;
      }
      packet = slow.client().next();
    }
    assertThat(reliable).isEqualTo(5);
    assertThat(unknown).isEqualTo(5);
  }

  @Test
  void past_its_bytes_it_alone_is_closed_and_its_connection_ends() {
    Guest speaker = rig.enter(address(1), "plaza");
    Guest quick = rig.enter(address(2), "plaza");
    Guest slow = rig.enterNarrow(address(3), "plaza");
    speaker.client().next();
    speaker.client().next();
    slow.client().webSocket().pause();

    int said = 0;
    while (rig.closed("TOO_SLOW") == 0 && said < 2000) {
      for (int i = 0; i < 10; i++) {
        speaker.client().say(body(CHAT, said++, BIG), false);
      }
      awaitSaid(quick, said);
    }

    assertThat(rig.closed("TOO_SLOW")).isEqualTo(1);
    assertThat(speaker.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(slow.alias());
    assertThat(rig.ask(Rooms::users)).isEqualTo(2);
    speaker.client().say("still here", false);
    assertThat(quick.client().isClosed() || speaker.client().isClosed()).isFalse();
    slow.client().webSocket().resume();
    await().until(() -> slow.client().isClosed());
  }

  @Test
  void who_leaves_with_a_backlog_leaves_nothing_behind() {
    Guest speaker = rig.enter(address(1), "plaza");
    Guest slow = rig.enterNarrow(address(2), "plaza");
    speaker.client().next();
    slow.client().webSocket().pause();
    fillChannelOf(slow, speaker);

    RoomClient again = rig.enter(address(2), "plaza").client();

    assertThat(speaker.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(slow.alias());
    assertThat(again.isClosed()).isFalse();
  }

  /** Until a movement is superseded, which happens only in a backlog. */
  private void fillChannelOf(Guest slow, Guest speaker) {
    long before = rig.counters().inMessages();
    int said = 0;
    while (said < 2000 && rig.counters().superseded() == 0) {
      speaker.client().say(body(MOVEMENT, 0, BIG), true);
      awaitHeard(before + ++said);
    }
    assertThat(rig.counters().superseded()).as("%s is slow", slow.alias()).isPositive();
    speaker.client().say(body(CHAT, 0, 20), false);
    awaitHeard(before + said + 1);
  }

  /** Until the room has taken so many messages. */
  private void awaitHeard(long messages) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> rig.counters().inMessages() >= messages);
  }

  private static void awaitSaid(Guest quick, int messages) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> quick.client().unread() >= messages);
  }

  /** An rfc4 packet of that kind which begins with a number. */
  private static ByteString body(int kind, int number, int size) {
    ByteBuffer inside = ByteBuffer.allocate(size).putInt(number).rewind();
    ByteString.Output out = ByteString.newOutput();
    out.write(kind << 3 | 2);
    out.write(size & 0x7F | 0x80);
    out.write(size >> 7 & 0x7F | 0x80);
    out.write(size >> 14);
    return out.toByteString().concat(ByteString.copyFrom(inside));
  }

  private static int number(ByteString body) {
    return body.substring(4).asReadOnlyByteBuffer().getInt();
  }
}
