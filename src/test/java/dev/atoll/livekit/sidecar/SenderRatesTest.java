package dev.atoll.livekit.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SenderRatesTest {
  private static final int RATE = 10_000;

  private final SenderRates rates = new SenderRates(RATE);

  private int admitted(String identity, int packets, long now) {
    int admitted = 0;
    for (int i = 0; i < packets; i++) {
      admitted += rates.admits(identity, 488, now) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void each_is_heard_up_to_four_seconds_at_once_and_then_by_the_rate() {
    assertThat(admitted("0xa", 100, 0)).isEqualTo(40);
    assertThat(admitted("0xb", 100, 0)).isEqualTo(40);
    assertThat(admitted("0xa", 100, TimeUnit.SECONDS.toNanos(1))).isEqualTo(10);
  }

  @Test
  void of_more_than_are_remembered_some_share_one() {
    for (int i = 0; i < SenderRates.MOST; i++) {
      assertThat(admitted("0x" + i, 1, 0)).isEqualTo(1);
    }

    assertThat(admitted("one", 30, 0) + admitted("two", 30, 0)).isEqualTo(40);
    // who is silent makes room
    assertThat(admitted("three", 100, TimeUnit.SECONDS.toNanos(10))).isEqualTo(40);
  }
}
