package dev.atoll.client.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.client.crowd.Event.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReturnsTest {
  private final List<Event> events = new ArrayList<>();
  private long seconds;

  @Test
  void a_peer_is_away_until_it_has_a_session_and_a_room_again() {
    arrive("a");
    at(10, "a", Kind.ROOM_ENDED, "", "one/r");
    at(11, "a", Kind.SESSION_ENDED, "", "");
    at(12, "a", Kind.LOGIN_TRIED, "", "");
    at(13, "a", Kind.LOGIN_FAILED, "", "");
    at(14, "a", Kind.LOGIN_TRIED, "", "");
    at(15, "a", Kind.LOGGED_IN, "", "");
    at(17, "a", Kind.ISLAND, "I1", "two/r");
    at(18, "a", Kind.ENTERED, "", "two/r");

    Returns returns = Returns.of(events);

    assertThat(returns.away().getMaxValue()).isBetween(7_990_000L, 8_010_000L);
    assertThat(returns.toSession().getMaxValue()).isBetween(3_990_000L, 4_010_000L);
    assertThat(returns.returns()).isEqualTo(1);
    assertThat(returns.atFirstTry()).isZero();
    assertThat(returns.mostSessions()).isEqualTo(2);
    assertThat(returns.changes()).isEqualTo(new Returns.Changes(0, 1, 0));
  }

  @Test
  void island_changes_are_told_apart_by_what_is_new_in_them() {
    arrive("a");
    arrive("b");
    at(5, "a", Kind.ISLAND, "I1", "one/r");
    at(6, "a", Kind.ISLAND, "I1", "two/r");
    at(7, "b", Kind.ISLAND, "I2", "two/r");

    assertThat(Returns.of(events).changes()).isEqualTo(new Returns.Changes(1, 1, 1));
  }

  @Test
  void a_room_left_for_another_is_no_end() {
    arrive("a");
    at(6, "a", Kind.ENTERED, "", "two/r");

    Returns returns = Returns.of(events);

    assertThat(returns.away().getTotalCount()).isZero();
    assertThat(returns.sessionsEnded()).isZero();
  }

  private void arrive(String peer) {
    at(seconds, peer, Kind.LOGIN_TRIED, "", "");
    at(seconds, peer, Kind.LOGGED_IN, "", "");
    at(seconds, peer, Kind.ISLAND, "I1", "one/r");
    at(seconds, peer, Kind.ENTERED, "", "one/r");
  }

  private void at(long second, String peer, Kind kind, String what, String place) {
    seconds = second;
    events.add(new Event(second * 1_000_000_000L, peer, kind, what, place));
  }
}
