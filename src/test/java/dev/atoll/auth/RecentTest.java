package dev.atoll.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Recent<String> recent = new Recent<>(Duration.ofNanos(10), 2, nanos::get);

  @Test
  void remembers_for_its_time() {
    recent.add("a");

    nanos.addAndGet(9);
    assertThat(recent.contains("a")).isTrue();
    assertThat(recent.age("a")).hasValue(9);

    nanos.addAndGet(1);
    assertThat(recent.contains("a")).isFalse();
    assertThat(recent.age("a")).isEmpty();
  }

  @Test
  void begins_anew_when_it_happens_again() {
    recent.add("a");
    nanos.addAndGet(9);
    recent.add("a");
    nanos.addAndGet(9);

    assertThat(recent.contains("a")).isTrue();
  }

  @Test
  void forgets_the_eldest_at_the_bound() {
    recent.add("a");
    recent.add("b");
    recent.add("a");

    recent.add("c");

    assertThat(recent.contains("b")).isFalse();
    assertThat(recent.contains("a")).isTrue();
    assertThat(recent.contains("c")).isTrue();
  }

  @Test
  void is_full_only_of_what_is_remembered() {
    recent.add("a");
    recent.add("b");
    assertThat(recent.isFull()).isTrue();

    nanos.addAndGet(10);

    assertThat(recent.isFull()).isFalse();
  }

  @Test
  void forgets_what_it_is_told_to() {
    recent.add("a");

    recent.remove("a");

    assertThat(recent.contains("a")).isFalse();
  }
}
