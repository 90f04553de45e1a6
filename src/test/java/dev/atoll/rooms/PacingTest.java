package dev.atoll.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacingTest {
  private static final long MILLI = 1_000_000;

  private long now = 5;
  private final Pacing pacing = new Pacing(10_000, Duration.ZERO, Duration.ofMillis(20), () -> now);

  @Test
  void a_quiet_room_is_written_to_at_once() {
    for (int tick = 0; tick < 100; tick++) {
      assertThat(pacing.delay(10)).isZero();
      now += MILLI;
    }
  }

  @Test
  void no_tick_is_shorter_than_the_shortest() {
    Pacing gathering = new Pacing(10_000, Duration.ofMillis(15), Duration.ofMillis(20), () -> now);

    for (int room = 0; room < 1000; room++) {
      assertThat(gathering.delay(10)).isBetween(15 * MILLI, 20 * MILLI);
      now += MILLI / 100;
    }
  }

  @Test
  void what_was_saved_up_lasts_for_one_longest_tick_of_writes() {
    long writesAtOnce = 0;
    while (pacing.delay(10) == 0) {
      writesAtOnce += 10;
    }

    assertThat(writesAtOnce).isBetween(200L, 210L);
  }

  @Test
  void a_busy_room_is_written_to_at_the_rate() {
    while (pacing.delay(50) == 0) {
      // the savings first
    }

    long begin = now;
    for (int tick = 0; tick < 100; tick++) {
      now += pacing.delay(50);
    }

    assertThat((now - begin) / MILLI).isBetween(495L, 505L);
  }

  @Test
  void no_tick_is_longer_than_the_longest_however_many_there_are() {
    for (int room = 0; room < 1000; room++) {
      assertThat(pacing.delay(100)).isBetween(0L, 20 * MILLI);
    }
  }

  @Test
  void an_overload_is_forgotten_after_two_longest_ticks() {
    for (int room = 0; room < 1000; room++) {
      pacing.delay(100);
    }

    now += 40 * MILLI;

    assertThat(pacing.delay(100)).isZero();
  }

  @Test
  void under_overload_every_tick_is_the_longest() {
    for (int tick = 0; tick < 100; tick++) {
      long delay = pacing.delay(5000);
      assertThat(delay).isEqualTo(tick == 0 ? 0 : 20 * MILLI);
      now += delay;
    }
  }

  @Test
  void a_room_of_more_than_a_tick_s_worth_of_writes_is_no_special_case() {
    assertThat(pacing.delay(10_000)).isZero();
    assertThat(pacing.delay(10_000)).isEqualTo(20 * MILLI);
    now += 40 * MILLI;
    assertThat(pacing.delay(10_000)).isZero();
  }

  @Test
  void ticks_stretch_until_writing_takes_its_share() {
    long wave = 14 * MILLI;
    now += wave;
    pacing.wrote(wave);

    long period = wave + pacing.delay(5000);

    assertThat(period).isEqualTo(35 * MILLI);
  }

  @Test
  void a_share_is_of_what_all_rooms_took() {
    for (int room = 0; room < 14; room++) {
      now += MILLI;
      pacing.wrote(MILLI);
    }

    assertThat(14 * MILLI + pacing.delay(5000)).isEqualTo(35 * MILLI);
  }

  @Test
  void writing_that_leaves_time_enough_stretches_nothing() {
    for (int wave = 0; wave < 100; wave++) {
      now += 8 * MILLI;
      pacing.wrote(8 * MILLI);
      assertThat(pacing.delay(5000)).isBetween(0L, 20 * MILLI);
      now += 12 * MILLI;
    }
  }

  @Test
  void no_tick_is_stretched_beyond_50_ms_however_long_writing_took() {
    now += 2000 * MILLI;
    pacing.wrote(2000 * MILLI);

    assertThat(pacing.delay(5000)).isEqualTo(50 * MILLI);
  }

  @Test
  void a_clock_may_begin_anywhere() {
    now = Long.MIN_VALUE + MILLI;

    Pacing early = new Pacing(10_000, Duration.ZERO, Duration.ofMillis(20), () -> now);

    assertThat(early.delay(1)).isZero();
  }
}
