package dev.atoll.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopLagTest {
  private static final long MILLI = 1_000_000;

  @Test
  void the_greatest_lateness_is_told_to_each_who_asks() {
    LoopLag lag = new LoopLag();
    lag.tick(10 * MILLI);
    lag.tick(20 * MILLI);
    lag.tick(75 * MILLI);
    lag.tick(85 * MILLI);

    assertThat(text(lag)).contains("atoll_event_loop_lag_max_seconds 0.045\n", "blocked_total 0\n");
    assertThat(text(lag)).contains("atoll_event_loop_lag_max_seconds 0.045\n");
  }

  @Test
  void it_is_told_for_a_minute_and_then_forgotten() {
    LoopLag lag = new LoopLag();
    lag.tick(55 * MILLI);

    run(lag, 55, 60_000);
    assertThat(text(lag)).contains("atoll_event_loop_lag_max_seconds 0.045\n");
    run(lag, 59_995, 66_000);
    assertThat(text(lag)).contains("atoll_event_loop_lag_max_seconds 0\n");
  }

  @Test
  void a_loop_that_stood_still_for_long_tells_just_that() {
    LoopLag lag = new LoopLag();
    lag.tick(510 * MILLI);
    lag.tick(600_000 * MILLI);

    assertThat(text(lag)).contains("atoll_event_loop_lag_max_seconds 599.48\n");
  }

  @Test
  void a_turn_over_a_hundred_milliseconds_counts_as_blocked() {
    LoopLag lag = new LoopLag();
    lag.tick(110 * MILLI);
    lag.tick(221 * MILLI);
    lag.tick(400 * MILLI);

    assertThat(text(lag)).contains("atoll_event_loop_blocked_total 2\n");
  }

  /** On time, from after one moment to before another. */
  private static void run(LoopLag lag, int from, int to) {
    for (int now = from + 10; now < to; now += 10) {
      lag.tick(now * MILLI);
    }
  }

  private static String text(LoopLag lag) {
    Exposition exposition = new Exposition();
    lag.write(exposition);
    return exposition.text();
  }
}
