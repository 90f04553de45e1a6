package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.auth.Identity;
import dev.atoll.protocol.message.WsPacket;
import dev.atoll.rooms.RoomsRig.Guest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomsGoldenTest {
  private final RoomsRig rig = RoomsRig.open();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void two_peers_enter_by_challenge_and_hear_each_other() {
    Identity first = Identity.random(Instant.now().plus(Duration.ofHours(1)));
    Identity second = Identity.random(Instant.now().plus(Duration.ofHours(1)));
    RoomClient one = rig.connect("/rooms/plaza");
    RoomClient two = rig.connect("/rooms/plaza");

    var firstWelcome = one.enter(first);
    var secondWelcome = two.enter(second);
    two.say("hello", true);
    one.say("welcome", false);

    assertThat(firstWelcome.getAlias()).isEqualTo(1);
    assertThat(firstWelcome.getPeerIdentitiesMap()).isEmpty();
    assertThat(secondWelcome.getAlias()).isEqualTo(2);
    assertThat(secondWelcome.getPeerIdentitiesMap()).isEqualTo(Map.of(1, first.address()));
    WsPacket join = one.next();
    assertThat(join.getPeerJoinMessage().getAlias()).isEqualTo(2);
    assertThat(join.getPeerJoinMessage().getAddress()).isEqualTo(second.address());
    WsPacket heard = one.next();
    assertThat(heard.getPeerUpdateMessage().getFromAlias()).isEqualTo(2);
    assertThat(heard.getPeerUpdateMessage().getBody()).isEqualTo(ByteString.copyFromUtf8("hello"));
    assertThat(heard.getPeerUpdateMessage().getUnreliable()).isTrue();
    WsPacket answer = two.next();
    assertThat(answer.getPeerUpdateMessage().getFromAlias()).isEqualTo(1);
    assertThat(answer.getPeerUpdateMessage().getUnreliable()).isFalse();
  }

  @Test
  void a_leave_is_told_and_an_empty_room_is_gone() {
    Guest one = rig.enter(address(1), "plaza");
    Guest two = rig.enter(address(2), "plaza");
    one.client().next();

    two.client().webSocket().close();

    assertThat(one.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(two.alias());
  }
}
