package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginClockTest {
  private static final long DAY = Duration.ofHours(24).toMillis();

  private long now = 1_700_000_000_000L;
  private final LoginClock clock = new LoginClock(() -> now, "b");

  @Test
  void of_two_logins_the_later_has_the_later_stamp_though_no_time_went_by() {
    LoginStamp first = clock.next();

    assertThat(clock.next().isAfter(first)).isTrue();
  }

  @Test
  void a_clock_that_is_set_back_makes_no_old_login_win() {
    LoginStamp before = clock.next();
    now -= DAY;

    assertThat(clock.next().isAfter(before)).isTrue();
  }

  @Test
  void what_is_heard_of_elsewhere_is_earlier_than_what_comes_after_it_here() {
    LoginStamp ahead = new LoginStamp(now + 60_000, "a");

    clock.heard(ahead);

    assertThat(clock.next().isAfter(ahead)).isTrue();
  }

  @Test
  void a_stamp_of_years_ahead_carries_this_clock_a_day_ahead_at_most() {
    clock.heard(new LoginStamp(Long.MAX_VALUE, "a"));

    assertThat(clock.next().time()).isEqualTo(now + DAY + 1);
  }

  @Test
  void a_login_is_later_than_the_address_had_before_and_carries_no_other_ahead() {
    LoginStamp before = new LoginStamp(now + 1000 * DAY, "a");
    clock.heard(before);

    LoginStamp login = clock.nextAfter(List.of(before, new LoginStamp(now, "c")));

    assertThat(login.isAfter(before)).isTrue();
    assertThat(clock.next().time()).isEqualTo(now + DAY + 2);
  }

  @Test
  void of_two_logins_of_the_same_instant_just_one_is_later_and_both_nodes_agree_which() {
    LoginStamp here = clock.next();
    LoginStamp there = new LoginClock(() -> now, "a").next();

    assertThat(here.time()).isEqualTo(there.time());
    assertThat(here.isAfter(there)).isTrue();
    assertThat(there.isAfter(here)).isFalse();
  }

  @Test
  void a_stamp_is_read_as_it_was_written() {
    assertThat(LoginStamp.parse(clock.next().toString())).contains(new LoginStamp(now + 1, "b"));
    assertThat(LoginStamp.parse("17")).contains(new LoginStamp(17, ""));
  }

  @Test
  void what_is_no_stamp_is_not_read() {
    for (String text :
        new String[] {"", ".", "a", "1.", "-1", "1.B", "1.a.b", "9".repeat(19), "1. a"}) {
      assertThat(LoginStamp.parse(text)).as(text).isEmpty();
    }
  }
}
