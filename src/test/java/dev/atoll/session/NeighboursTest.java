package dev.atoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.ConnectionsSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final long SECOND = 1_000_000_000L;
  private static final InetAddress ONE = address("192.0.2.1");
  private static final InetAddress OTHER = address("192.0.2.2");

  @Test
  void an_address_has_a_share_that_others_do_not_take() {
    Neighbours neighbours = neighbours(2, 100);

    assertThat(neighbours.enters(ONE, 0)).isTrue();
    assertThat(neighbours.enters(ONE, 0)).isTrue();
    assertThat(neighbours.enters(ONE, 0)).isFalse();
    assertThat(neighbours.enters(OTHER, 0)).isTrue();

    neighbours.leaves(ONE);
    assertThat(neighbours.enters(ONE, 0)).isTrue();
  }

  @Test
  void who_comes_and_goes_too_fast_is_refused_for_a_while() {
    Neighbours neighbours = neighbours(100, 1);

    assertThat(comesAndGoes(neighbours, 0)).isTrue();
    assertThat(comesAndGoes(neighbours, 0)).isTrue();
    assertThat(comesAndGoes(neighbours, 0)).isFalse();
    assertThat(comesAndGoes(neighbours, SECOND)).isTrue();
  }

  @Test
  void who_is_gone_is_forgotten_but_not_what_it_owes() {
    Neighbours neighbours = neighbours(10_000, 1);

    for (int i = 0; i < 3000; i++) {
      long now = 2 * i * SECOND / 3000;
      if (i == 2000) {
        comesAndGoes(neighbours, now);
        comesAndGoes(neighbours, now);
      }
      comesAndGoes(neighbours, address("198.51." + i / 250 + "." + i % 250), now);
    }

    assertThat(comesAndGoes(neighbours, 2 * SECOND)).isFalse();
    assertThat(neighbours.known()).isLessThan(3001);
  }

  @Test
  void of_ipv6_a_host_has_a_whole_network() {
    Neighbours neighbours = neighbours(1, 100);

    assertThat(neighbours.enters(address("2001:db8::1"), 0)).isTrue();
    assertThat(neighbours.enters(address("2001:db8::2"), 0)).isFalse();
    assertThat(neighbours.enters(address("2001:db8:0:1::1"), 0)).isTrue();
  }

  private static Neighbours neighbours(int most, int rate) {
    return new Neighbours(new ConnectionsSettings(100, most, 100, rate, Duration.ofSeconds(10)));
  }

  private static boolean comesAndGoes(Neighbours neighbours, long now) {
    return comesAndGoes(neighbours, ONE, now);
  }

  private static boolean comesAndGoes(Neighbours neighbours, InetAddress address, long now) {
    boolean enters = neighbours.enters(address, now);
    if (enters) {
      neighbours.leaves(address);
    }
    return enters;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
