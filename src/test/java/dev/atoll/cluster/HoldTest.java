package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HoldTest {
  private final AtomicLong nanos = new AtomicLong(-Duration.ofSeconds(1).toNanos());
  private final Stall stall = new Stall(nanos::get);
  private final Hold hold = new Hold();

  @Test
  void a_node_that_ticks_does_not_stand_still() {
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofMillis(Stall.TICK_MILLIS));
      assertThat(stall.look()).isZero();
      stall.tick();
    }
  }

  @Test
  void a_stall_is_noticed_by_who_asks_first_and_told_once() {
    pass(Duration.ofSeconds(10));

    assertThat(stall.look()).isEqualTo(Duration.ofSeconds(10));
    assertThat(stall.look()).isZero();
  }

  @Test
  void asking_is_no_sign_that_the_event_loop_runs() {
    for (int i = 0; i < 20; i++) {
      assertThat(stall.look()).isZero();
      pass(Duration.ofMillis(100));
    }
    pass(Duration.ofMillis(1));

    assertThat(stall.look()).isGreaterThan(Stall.LIMIT);
  }

  @Test
  void it_lasts_until_each_has_answered_twice_to_what_it_was_asked_since() {
    hold.begin();
    hold.await(List.of("b", "c"), 100);

    hold.answered("b", 99);
    hold.answered("b", 100);
    hold.answered("c", 101);
    hold.answered("c", 102);
    assertThat(hold.isComplete()).isFalse();
    assertThat(hold.awaits("c")).isFalse();
    hold.answered("b", 103);

    assertThat(hold.isComplete()).isTrue();
    assertThat(hold.isOn()).isTrue();
    hold.end();
    assertThat(hold.isOn()).isFalse();
  }

  @Test
  void who_is_alone_waits_for_nobody() {
    hold.begin();
    hold.await(List.of(), 100);

    assertThat(hold.isComplete()).isTrue();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
