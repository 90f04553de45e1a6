package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.RunningTime;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.protocol.message.WsPeerUpdate;
import dev.atoll.rooms.RoomsRig.Guest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What members hear of each other: everything of the others, in order, nothing of their own. */
@ExtendWith(LeakWatch.class)
class RoomFanoutTest {
  private final RoomsRig rig = RoomsRig.open();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void the_sender_s_alias_is_its_own_whatever_it_says() {
    Guest one = rig.enter(address(1), "plaza");
    Guest two = rig.enter(address(2), "plaza");

    two.client()
        .send(WsPacket.newBuilder()
            .setPeerUpdateMessage(WsPeerUpdate.newBuilder()
                .setFromAlias(one.alias())
                .setBody(ByteString.copyFromUtf8("I am one")))
            .build());

    one.client().next();
    assertThat(one.client().next().getPeerUpdateMessage().getFromAlias()).isEqualTo(two.alias());
  }

  @Test
  void rooms_do_not_hear_each_other() {
    Guest one = rig.enter(address(1), "plaza");
    Guest elsewhere = rig.enter(address(2), "market");
    Guest two = rig.enter(address(3), "plaza");

    one.client().say("in the plaza", false);

    assertThat(two.client().next().hasPeerUpdateMessage()).isTrue();
    assertThat(elsewhere.client().unread()).isZero();
  }

  @Test
  void bodies_up_to_64_kib_arrive_whole() {
    Guest one = rig.enter(address(1), "plaza");
    Guest two = rig.enter(address(2), "plaza");
    one.client().next();
    Random random = new Random(3);

    for (int size : new int[] {0, 1, 116, 117, 118, 126, 127, 128, 16_384, 65_535, 65_536}) {
      byte[] body = new byte[size];
      random.nextBytes(body);
      two.client().say(ByteString.copyFrom(body), true);
      WsPeerUpdate heard = one.client().next().getPeerUpdateMessage();
      assertThat(heard.getBody().toByteArray()).isEqualTo(body);
      assertThat(heard.getFromAlias()).isEqualTo(two.alias());
    }
    two.client().say(ByteString.copyFrom(new byte[65_600]), true);

    assertThat(two.client().close()).isEqualTo("1009 Message too large");
  }

  @Test
  void a_fragmented_message_is_one_message() {
    Guest one = rig.enter(address(1), "plaza");
    Guest two = rig.enter(address(2), "plaza");
    one.client().next();
    byte[] message = WsPacket.newBuilder()
        .setPeerUpdateMessage(
            WsPeerUpdate.newBuilder().setBody(ByteString.copyFromUtf8("in three parts")))
        .build()
        .toByteArray();
    Buffer bytes = Buffer.buffer(message);

    two.client().webSocket().writeFrame(WebSocketFrame.binaryFrame(bytes.slice(0, 3), false));
    two.client().webSocket().writePing(Buffer.buffer("between"));
    two.client().webSocket().writeFrame(WebSocketFrame.continuationFrame(bytes.slice(3, 9), false));
    two.client()
        .webSocket()
        .writeFrame(WebSocketFrame.continuationFrame(bytes.slice(9, bytes.length()), true));

    assertThat(one.client().next().getPeerUpdateMessage().getBody().toStringUtf8())
        .isEqualTo("in three parts");
  }

  @Test
  void a_leave_is_told_at_once() {
    Guest one = rig.enter(address(1), "plaza");
    Guest two = rig.enter(address(2), "plaza");
    Guest three = rig.enter(address(3), "plaza");
    one.client().next();
    one.client().next();

    RunningTime time = RunningTime.since(rig.vertx());
    two.client().webSocket().close();
    WsPacket left = one.client().next();

    assertThat(left.getPeerLeaveMessage().getAlias()).isEqualTo(two.alias());
    // the room itself waits for 20 ms at most, and a ping for 30 s
    assertThat(time.passed()).isLessThan(Duration.ofSeconds(5));
    assertThat(three.client().isClosed()).isFalse();
  }

  /** Everybody speaks in bursts while others come and go: order and completeness by the rules of the protocol. */
  @Test
  void thirty_members_hear_all_that_was_said_while_they_were_inside() {
    Random random = new Random(11);
    List<Hearing> present = new ArrayList<>();
    List<Hearing> all = new ArrayList<>();
    int number = 1;
    for (int round = 0; round < 150; round++) {
      if (present.size() < 30 && (round < 25 || random.nextInt(8) == 0)) {
        Hearing entering = new Hearing(rig.enter(address(number++), "plaza"));
        present.add(entering);
        all.add(entering);
      }
      if (round > 40 && random.nextInt(8) == 0) {
        Hearing leaving = present.remove(random.nextInt(present.size()));
        leaving.guest.client().webSocket().close();
      }
      for (int burst = random.nextInt(6); burst > 0; burst--) {
        present.get(random.nextInt(present.size())).say(random);
      }
    }

    List<Hearing> staying = present;
    await().until(() -> {
      all.forEach(Hearing::read);
      return staying.stream().allMatch(each -> each.hasHeardAllOf(staying));
    });
    assertThat(rig.counters().superseded()).isZero();
  }

  /** One member and what it has heard so far, checked as it comes. */
  private static final class Hearing {
    private final Guest guest;
    private int said;

    /** Number of the last message heard of each alias inside. */
    private final Map<Integer, Integer> last = new HashMap<>();

    private final Map<Integer, Integer> first = new HashMap<>();

    Hearing(Guest guest) {
      this.guest = guest;
      guest.welcome().getPeerIdentitiesMap().keySet().forEach(alias -> last.put(alias, -1));
    }

    void say(Random random) {
      String padding = "x".repeat(random.nextInt(10) == 0 ? random.nextInt(3000) : 40);
      guest.client().say(said++ + " " + padding, random.nextBoolean());
    }

    void read() {
      while (guest.client().unread() > 0) {
        WsPacket packet = guest.client().next();
        switch (packet.getMessageCase()) {
          case PEER_JOIN_MESSAGE ->
            assertThat(last.put(packet.getPeerJoinMessage().getAlias(), -1)).isNull();
          case PEER_LEAVE_MESSAGE ->
            assertThat(last.remove(packet.getPeerLeaveMessage().getAlias())).isNotNull();
          case PEER_UPDATE_MESSAGE -> hear(packet.getPeerUpdateMessage());
          default -> throw new AssertionError("unexpected " + packet);
        }
      }
    }

    private void hear(WsPeerUpdate update) {
      int alias = update.getFromAlias();
      assertThat(last).as("who speaks is inside, and not myself").containsKey(alias);
      String body = update.getBody().toStringUtf8();
      int heard = Integer.parseInt(body.substring(0, body.indexOf(' ')));
      int before = last.put(alias, heard);
      first.putIfAbsent(alias, heard);
      // a joiner hears a sender from somewhere on, and from there on everything
      assertThat(heard).isEqualTo(before < 0 ? first.get(alias) : before + 1);
    }

    boolean hasHeardAllOf(List<Hearing> others) {
      return others.stream()
          .filter(other -> other != this && other.said > 0)
          .allMatch(other -> heardAllOf(other));
    }

    private boolean heardAllOf(Hearing other) {
      int newest = last.getOrDefault(other.guest.alias(), -2);
      // nothing at all may be right for one that spoke only before this one came
      return newest == other.said - 1 || newest == -1;
    }
  }
}
