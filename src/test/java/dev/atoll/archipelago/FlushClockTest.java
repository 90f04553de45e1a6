package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FlushClockTest {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final AtomicLong nanos = new AtomicLong(-Duration.ofSeconds(5).toNanos());
  private final FlushClock clock = new FlushClock(nanos::get, () -> false, PERIOD);

  @Test
  void it_is_the_time_of_all_others() {
    for (int i = 0; i < 20; i++) {
      pass(PERIOD.plusMillis(900));
      assertThat(clock.flush()).isEqualTo(nanos.get());
    }
  }

  @Test
  void after_a_stall_it_goes_on_from_where_it_stood_for_a_while() {
    pass(PERIOD);
    long before = clock.flush();

    pass(Duration.ofSeconds(70));
    assertThat(since(before)).isEqualTo(PERIOD);
    pass(PERIOD);
    assertThat(since(before)).isEqualTo(PERIOD.multipliedBy(2));

    for (int i = 0; i < FlushClock.PATIENCE.dividedBy(PERIOD); i++) {
      pass(PERIOD);
      clock.tick();
    }
    assertThat(clock.flush()).isEqualTo(nanos.get());
  }

  @Test
  void one_stall_soon_after_another_adds_to_it() {
    pass(PERIOD);
    long before = clock.flush();

    pass(Duration.ofSeconds(70));
    clock.tick();
    pass(Duration.ofSeconds(10));

    assertThat(since(before)).isEqualTo(PERIOD.multipliedBy(2));
  }

  private Duration since(long before) {
    return Duration.ofNanos(clock.flush() - before);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
