package dev.atoll.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.protocol.message.LiveKitParticipant;
import dev.atoll.protocol.message.LiveKitRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OccupancyTest {
  private static final String OWN = "0xserver";

  private final List<Seat> entered = new ArrayList<>();
  private final Occupancy occupancy = new Occupancy(OWN, entered::add);

  private static LiveKitParticipant participant(String identity, String sid) {
    return LiveKitParticipant.newBuilder()
        .setIdentity(identity)
        .setSid(sid)
        .setState(LiveKitParticipant.State.ACTIVE)
        .build();
  }

  private static LiveKitRoom room(String name, String sid, int participants) {
    return LiveKitRoom.newBuilder()
        .setName(name)
        .setSid(sid)
        .setNumParticipants(participants)
        .build();
  }

  private void join(String room, String identity, String sid) {
    occupancy.joined("RM_" + room, new Seat(room, identity), participant(identity, sid));
  }

  @Test
  void counts_who_came_and_who_went() {
    join("I1", "0xa", "PA_1");
    join("I1", "0xb", "PA_2");
    join("I2", "0xc", "PA_3");
    occupancy.left(new Seat("I1", "0xa"), "PA_1");

    assertThat(occupancy.peers()).isEqualTo(Map.of("I1", 1, "I2", 1));
    assertThat(occupancy.users()).isEqualTo(2);
    assertThat(occupancy.addresses()).containsExactlyInAnyOrder("0xb", "0xc");
    assertThat(entered)
        .containsExactly(new Seat("I1", "0xa"), new Seat("I1", "0xb"), new Seat("I2", "0xc"));
  }

  @Test
  void an_event_told_twice_counts_once() {
    join("I1", "0xa", "PA_1");
    join("I1", "0xa", "PA_1");

    assertThat(occupancy.users()).isOne();
    assertThat(entered).hasSize(1);

    occupancy.left(new Seat("I1", "0xa"), "PA_1");
    occupancy.left(new Seat("I1", "0xa"), "PA_1");

    assertThat(occupancy.users()).isZero();
  }

  @Test
  void the_end_of_an_older_stay_ends_no_newer_one() {
    join("I1", "0xa", "PA_1");
    join("I1", "0xa", "PA_2");

    occupancy.left(new Seat("I1", "0xa"), "PA_1");

    assertThat(occupancy.sid(new Seat("I1", "0xa"))).contains("PA_2");
  }

  @Test
  void the_end_of_an_older_room_ends_no_newer_one() {
    join("I1", "0xa", "PA_1");
    occupancy.joined("RM_new", new Seat("I1", "0xb"), participant("0xb", "PA_2"));

    occupancy.finished("I1", "RM_I1");

    assertThat(occupancy.addresses()).containsExactly("0xb");

    occupancy.finished("I1", "RM_new");

    assertThat(occupancy.addresses()).isEmpty();
    assertThat(occupancy.peers()).isEmpty();
  }

  @Test
  void asks_only_for_rooms_of_which_the_count_differs() {
    join("I1", "0xa", "PA_1");
    join("I2", "0xb", "PA_2");
    join("I3", "0xc", "PA_3");

    List<String> toAsk = occupancy.rooms(List.of(room("I1", "RM_I1", 1), room("I2", "RM_I2", 2)));

    assertThat(toAsk).containsExactly("I2");
    // and the room that is no longer there is forgotten
    assertThat(occupancy.addresses()).containsExactlyInAnyOrder("0xa", "0xb");
  }

  @Test
  void a_list_of_participants_is_all_there_are() {
    occupancy.rooms(List.of(room("I1", "RM_I1", 2)));
    assertThat(occupancy.users()).isEqualTo(2);
    join("I1", "0xa", "PA_1");

    LiveKitParticipant coming = participant("0xd", "PA_4").toBuilder()
        .setState(LiveKitParticipant.State.JOINED)
        .build();
    occupancy.participants(
        "I1", List.of(participant("0xb", "PA_2"), participant("0xc", "PA_3"), coming));

    assertThat(occupancy.addresses()).containsExactlyInAnyOrder("0xb", "0xc");
    assertThat(entered)
        .containsExactly(new Seat("I1", "0xa"), new Seat("I1", "0xb"), new Seat("I1", "0xc"));
  }

  @Test
  void servers_hidden_ones_and_second_places_are_no_users() {
    join("I1", "0xa", "PA_1");
    join("I1", "0xa#more", "PA_2");
    join("I1", OWN, "PA_3");
    LiveKitParticipant hidden = participant("recorder", "PA_4").toBuilder()
        .setPermission(LiveKitParticipant.Permission.newBuilder().setHidden(true))
        .build();
    occupancy.joined("RM_I1", new Seat("I1", "recorder"), hidden);

    assertThat(occupancy.users()).isOne();
    assertThat(occupancy.of("0xa"))
        .containsExactly(new Seat("I1", "0xa"), new Seat("I1", "0xa#more"));
    // the hidden one is not in LiveKit's own count either
    assertThat(occupancy.rooms(List.of(room("I1", "RM_I1", 3)))).isEmpty();
  }

  @Test
  void takes_no_more_than_its_bound() {
    for (int i = 0; i <= Occupancy.MOST_SEATS; i++) {
      join("I1", "0x" + i, "PA_" + i);
    }

    assertThat(occupancy.users()).isEqualTo(Occupancy.MOST_SEATS);
    assertThat(entered).hasSize(Occupancy.MOST_SEATS);

    occupancy.clear();
    join("I1", "0xa", "PA_a");

    assertThat(occupancy.users()).isOne();
  }
}
