package dev.atoll.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopLagTest {
  private static final long MILLI = 1_000_000;

  @Test
  void the_greatest_lateness_is_told_once() {
    LoopLag lag = new LoopLag();
    lag.tick(10 * MILLI);
    lag.tick(20 * MILLI);
    lag.tick(75 * MILLI);
    lag.tick(85 * MILLI);

    assertThat(text(lag)).contains("atoll_event_loop_lag_max_seconds 0.045\n", "blocked_total 0\n");
    assertThat(text(lag)).contains("atoll_event_loop_lag_max_seconds 0\n");
  }

  @Test
  void a_turn_over_a_hundred_milliseconds_counts_as_blocked() {
    LoopLag lag = new LoopLag();
    lag.tick(110 * MILLI);
    lag.tick(221 * MILLI);
    lag.tick(400 * MILLI);

    assertThat(text(lag)).contains("atoll_event_loop_blocked_total 2\n");
  }

  private static String text(LoopLag lag) {
    Exposition exposition = new Exposition();
    lag.write(exposition);
    return exposition.text();
  }
}
