package dev.atoll.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.TransportKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TellersTest {
  private final Tellers tellers = new Tellers();
  private final List<TransportStatus> left = new ArrayList<>();

  @Test
  void rooms_of_two_nodes_are_one_transport_with_the_seats_of_both() {
    tellers.heard("", rooms("realm", 10, 3, false));

    TransportStatus both = tellers.heard("b", rooms("realm", 20, 4, false).startedAt(77));

    assertThat(both.started()).isEqualTo(77);
    assertThat(both.seats()).isEqualTo(30);
    assertThat(both.users()).isEqualTo(7);
    assertThat(tellers.heard("b", rooms("realm", 19, 5, false)).seats()).isEqualTo(29);
  }

  @Test
  void they_drain_when_all_do_and_have_the_seats_of_those_that_stay() {
    tellers.heard("", rooms("realm", 10, 3, false));

    TransportStatus one = tellers.heard("b", rooms("realm", 20, 4, true));
    TransportStatus all = tellers.heard("", rooms("realm", 10, 3, true));

    assertThat(one.draining()).isFalse();
    assertThat(one.seats()).isEqualTo(10);
    assertThat(one.users()).isEqualTo(7);
    assertThat(all.draining()).isTrue();
  }

  @Test
  void they_are_gone_with_the_last_node_that_tells_of_them() {
    tellers.heard("a", rooms("realm", 10, 0, false));
    tellers.heard("b", rooms("realm", 20, 0, false));
    tellers.heard("b", rooms("own-of-b", 5, 0, false));

    assertThat(tellers.lost("b", left)).containsExactly("own-of-b");
    assertThat(left).extracting(TransportStatus::seats).containsExactly(10);
    assertThat(tellers.lost("b", left)).isEmpty();
    assertThat(tellers.lost("a", left)).containsExactly("realm");
  }

  @Test
  void a_name_that_stands_for_something_else_now_is_that_alone() {
    tellers.heard("a", rooms("realm", 10, 0, false));

    TransportStatus other = new TransportStatus(
        "realm", TransportKind.WS_ROOM, "wss://elsewhere", 7, 0, 100, true, false);

    assertThat(tellers.heard("b", other)).isEqualTo(other);
    assertThat(tellers.lost("a", left)).isEmpty();
  }

  private static TransportStatus rooms(String id, int seats, int users, boolean draining) {
    return new TransportStatus(
        id, TransportKind.WS_ROOM, "wss://" + id, seats, users, 100, true, draining);
  }
}
