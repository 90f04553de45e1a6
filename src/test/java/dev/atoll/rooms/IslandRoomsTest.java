package dev.atoll.rooms;

import static dev.atoll.rooms.RoomsRig.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.rooms.RoomsRig.Guest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rooms that are islands follow who left which. */
class IslandRoomsTest {
  private static final String GONE = "1008 No longer in this island";

  private final RoomsRig rig = RoomsRig.open(
      Map.of(), new Rooms.Tuning(Duration.ofMillis(1000), 25_000, Duration.ofMillis(20)));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void who_left_the_island_is_closed_after_a_while_and_the_others_stay() {
    Guest staying = rig.enter(address(1), "I1");
    Guest leaving = rig.enter(address(2), "I1");
    staying.client().next();

    long begin = System.nanoTime();
    rig.left("I1", address(2));

    assertThat(leaving.client().close()).isEqualTo(GONE);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(990));
    assertThat(staying.client().next().getPeerLeaveMessage().getAlias()).isEqualTo(leaving.alias());
    assertThat(staying.client().isClosed()).isFalse();
  }

  @Test
  void who_joins_again_meanwhile_stays() {
    Guest one = rig.enter(address(1), "I1");
    Guest clock = rig.enter(address(2), "I1");

    // in one turn, so that no time passes between
    rig.ask(rooms -> {
      rig.left("I1", address(1));
      rig.joined("I1", address(1));
      rig.left("I1", address(2));
      return true;
    });

    assertThat(clock.client().close()).isEqualTo(GONE);
    assertThat(one.client().isClosed()).isFalse();
  }

  @Test
  void an_old_token_does_not_bring_back_who_left() {
    String token = rig.token(address(1), "I1");
    rig.left("I1", address(1));

    RoomClient back = rig.connect("/rooms/I1?access_token=" + token);

    assertThat(back.close()).isEqualTo(GONE);
    assertThat(back.unread()).isZero();
  }

  @Test
  void who_was_let_back_into_the_island_may_enter_its_room() {
    rig.left("I1", address(1));
    rig.joined("I1", address(1));
    rig.left("I2", address(1));

    rig.enter(address(1), "I1");
  }

  @Test
  void who_left_in_one_half_of_a_realm_only_may_enter_when_the_other_leads() {
    rig.left("I1", address(1));
    IslandStatusMessage islands = IslandStatusMessage.newBuilder()
        .addData(IslandData.newBuilder().setId("I1").addPeers(address(1)))
        .build();

    rig.publish(new Message(
        Subjects.ISLANDS,
        Payload.of(islands),
        new Headers(Map.of(Headers.NODE, "other", Headers.TERM, "2.other"))));

    rig.enter(address(1), "I1");
  }

  @Test
  void who_left_is_closed_at_once_when_too_many_leave_to_remember_it() {
    try (RoomsRig patient = RoomsRig.open(
        Map.of(), new Rooms.Tuning(Duration.ofMinutes(5), 25_000, Duration.ofMillis(20)))) {
      Guest leaving = patient.enter(address(1), "I1");
      Guest staying = patient.enter(address(2), "I1");

      patient.left("I1", address(1));
      for (int other = 0; other < IslandRooms.MOST_REMEMBERED; other++) {
        patient.left("I2", address(1000 + other));
      }

      assertThat(leaving.client().close()).isEqualTo(GONE);
      assertThat(staying.client().isClosed()).isFalse();
    }
  }

  @Test
  void only_the_room_that_was_left_closes() {
    Guest old = rig.enter(address(1), "I1");
    Guest young = rig.enter(address(1), "I2");

    rig.left("I1", address(1).toUpperCase().replace("0X", "0x"));

    assertThat(old.client().close()).isEqualTo(GONE);
    assertThat(young.client().isClosed()).isFalse();
  }
}
