package dev.atoll.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.TransportKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TellersTest {
  private static final long SILENCE = 100;

  private final Tellers tellers = new Tellers(SILENCE);
  private final List<TransportStatus> left = new ArrayList<>();

  @Test
  void rooms_of_two_nodes_are_one_transport_with_the_seats_of_both() {
    tellers.heard("", rooms("realm", 10, 3, false), 0);

    TransportStatus both = tellers.heard("b", rooms("realm", 20, 4, false).startedAt(77), 0);

    assertThat(both.started()).isEqualTo(77);
    assertThat(both.seats()).isEqualTo(30);
    assertThat(both.users()).isEqualTo(7);
    assertThat(tellers.heard("b", rooms("realm", 19, 5, false), 0).seats()).isEqualTo(29);
  }

  @Test
  void they_drain_when_all_do_and_have_the_seats_of_those_that_stay() {
    tellers.heard("", rooms("realm", 10, 3, false), 0);

    TransportStatus one = tellers.heard("b", rooms("realm", 20, 4, true), 0);
    TransportStatus all = tellers.heard("", rooms("realm", 10, 3, true), 0);

    assertThat(one.draining()).isFalse();
    assertThat(one.seats()).isEqualTo(10);
    assertThat(one.users()).isEqualTo(7);
    assertThat(all.draining()).isTrue();
  }

  @Test
  void they_are_gone_with_the_last_node_that_tells_of_them() {
    tellers.heard("a", rooms("realm", 10, 0, false), 0);
    tellers.heard("b", rooms("realm", 20, 0, false), 0);
    tellers.heard("b", rooms("own-of-b", 5, 0, false), 0);

    assertThat(tellers.lost("b", left)).containsExactly("own-of-b");
    assertThat(left).extracting(TransportStatus::seats).containsExactly(10);
    assertThat(tellers.lost("b", left)).isEmpty();
    assertThat(tellers.lost("a", left)).containsExactly("realm");
  }

  @Test
  void a_name_that_stands_for_something_else_now_is_that_alone() {
    tellers.heard("a", rooms("realm", 10, 0, false), 0);

    TransportStatus other = new TransportStatus(
        "realm", TransportKind.WS_ROOM, "wss://elsewhere", 7, 0, 100, true, false);

    assertThat(tellers.heard("b", other, 0)).isEqualTo(other);
    assertThat(tellers.lost("a", left)).isEmpty();
  }

  @Test
  void a_node_that_tells_of_it_no_more_though_it_is_there_does_not_count() {
    tellers.heard("", rooms("realm", 10, 3, false), 0);
    tellers.heard("b", rooms("realm", 20, 4, false), 0);

    TransportStatus now = tellers.heard("", rooms("realm", 9, 4, false), SILENCE + 1);

    assertThat(now.seats()).isEqualTo(9);
    assertThat(tellers.lost("b", left)).isEmpty();
    assertThat(left).isEmpty();
  }

  @Test
  void nothing_is_kept_of_those_of_which_nobody_tells_any_more() {
    for (int i = 0; i < TransportRegistry.MOST; i++) {
      tellers.heard("a", rooms("t" + i, 10, 0, false), 0);
    }
    tellers.heard("a", rooms("t1", 10, 0, false), SILENCE);

    tellers.heard("a", rooms("new", 10, 0, false), SILENCE + 1);
    assertThat(tellers.size()).isEqualTo(2);
    tellers.expire(2 * SILENCE + 2);

    assertThat(tellers.size()).isZero();
  }

  @Test
  void a_livekit_is_at_no_node_and_is_as_was_told_last() {
    TransportStatus well = Fleets.status("sfu 90/10");
    TransportStatus ill = Fleets.status("sfu 90/10 !");
    assertThat(tellers.heard("a", well, 0)).isEqualTo(well);

    assertThat(tellers.heard("b", ill, 1)).isEqualTo(ill);
    assertThat(tellers.lost("a", left)).isEmpty();
    assertThat(tellers.lost("b", left)).isEmpty();
  }

  private static TransportStatus rooms(String id, int seats, int users, boolean draining) {
    return new TransportStatus(
        id, TransportKind.WS_ROOM, "wss://" + id, seats, users, 100, true, draining);
  }
}
