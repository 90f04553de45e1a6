package dev.atoll.handshake.bff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SubscriptionRateTest {
  private final SubscriptionRate rate = new SubscriptionRate(0);

  @Test
  void a_peer_may_subscribe_128_times_at_once_and_then_16_times_a_second() {
    assertThat(allowed(0)).isEqualTo(128);

    assertThat(allowed(TimeUnit.SECONDS.toNanos(1))).isEqualTo(16);
    assertThat(allowed(TimeUnit.SECONDS.toNanos(60))).isEqualTo(128);
  }

  private int allowed(long now) {
    int allowed = 0;
    while (rate.allows(now)) {
      allowed++;
    }
    return allowed;
  }
}
