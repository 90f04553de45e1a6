package dev.atoll.client.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentRingTest {
  private final SentRing ring = new SentRing(4);

  @Test
  void knows_when_each_was_sent() {
    assertThat(ring.last()).isZero();
    assertThat(ring.send(100)).isEqualTo(1);
    assertThat(ring.send(200)).isEqualTo(2);

    assertThat(ring.at(1)).isEqualTo(100);
    assertThat(ring.at(2)).isEqualTo(200);
    assertThat(ring.last()).isEqualTo(2);
  }

  @Test
  void of_those_too_old_it_says_the_oldest_time_it_knows() {
    for (int time = 1; time <= 10; time++) {
      ring.send(time);
    }

    assertThat(ring.at(1)).isEqualTo(7);
    assertThat(ring.at(7)).isEqualTo(7);
    assertThat(ring.at(10)).isEqualTo(10);
  }

  @Test
  void tells_which_were_sent_by_a_time() {
    assertThat(ring.sentBy(50)).isZero();
    ring.send(100);
    ring.send(200);

    assertThat(ring.sentBy(99)).isZero();
    assertThat(ring.sentBy(100)).isEqualTo(1);
    assertThat(ring.sentBy(1000)).isEqualTo(2);
  }

  @Test
  void what_it_does_not_hold_any_more_was_sent_by_any_time() {
    for (int time = 1; time <= 10; time++) {
      ring.send(time);
    }

    assertThat(ring.sentBy(0)).isEqualTo(6);
    assertThat(ring.sentBy(8)).isEqualTo(8);
  }

  @Test
  void who_comes_from_elsewhere_goes_on_with_its_numbers() {
    assertThat(ring.first()).isEqualTo(1);

    ring.send(41, 100);
    ring.send(42, 200);

    assertThat(ring.first()).isEqualTo(41);
    assertThat(ring.last()).isEqualTo(42);
    assertThat(ring.at(41)).isEqualTo(100);
    assertThat(ring.at(7)).isEqualTo(100);
    assertThat(ring.sentBy(99)).isEqualTo(40);
    assertThat(ring.sentBy(150)).isEqualTo(41);
  }
}
