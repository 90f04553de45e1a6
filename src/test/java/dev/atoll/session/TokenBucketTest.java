package dev.atoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  private final TokenBucket bucket = new TokenBucket(10, 20, 0);

  @Test
  void a_burst_passes_and_what_is_beyond_it_waits_until_the_debt_is_paid() {
    assertThat(bucket.take(20, 0)).isZero();
    assertThat(bucket.take(5, 0)).isEqualTo(SECOND / 2);
    assertThat(bucket.take(0, SECOND / 2)).isZero();
  }

  @Test
  void no_more_gathers_than_the_burst() {
    assertThat(bucket.take(20, 100 * SECOND)).isZero();
    assertThat(bucket.take(1, 100 * SECOND)).isEqualTo(SECOND / 10);
  }

  @Test
  void who_may_not_go_into_debt_is_refused_and_takes_nothing() {
    assertThat(bucket.tryTake(20, 0)).isTrue();
    assertThat(bucket.tryTake(1, 0)).isFalse();
    assertThat(bucket.tryTake(1, SECOND / 10)).isTrue();
  }

  @Test
  void it_is_full_again_after_a_pause() {
    bucket.take(1, 0);

    assertThat(bucket.isFull(SECOND / 20)).isFalse();
    assertThat(bucket.isFull(SECOND / 10)).isTrue();
  }
}
