package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.atoll.config.Secret;
import dev.atoll.config.TransportKind;
import dev.atoll.protocol.message.TransportDiscovery;
import dev.atoll.transport.TransportStatus;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransportSealTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final Secret SECRET = new Secret("a secret of sixteen");
  private static final TransportDiscovery TOLD = new TransportStatus(
          "rooms.example:8080", TransportKind.WS_ROOM, "ws://rooms", 10, 2, 100, true, false)
      .toMessage();

  private final TransportSeal there = new TransportSeal(SECRET);
  private final TransportSeal here = new TransportSeal(SECRET);

  @Test
  void what_was_sealed_by_the_same_secret_is_believed() throws Exception {
    assertThat(here.open(sealed(NOW), NOW + 29_000)).isEqualTo(TOLD);
  }

  @Test
  void another_secret_or_time_is_not() {
    assertRefused(
        ByteString.copyFrom(new TransportSeal(new Secret("another of sixteen..")).seal(TOLD, NOW)),
        NOW);
    assertRefused(sealed(NOW), NOW + 30_001);
    assertRefused(sealed(NOW), NOW - 30_001);
  }

  @Test
  void what_was_said_before_is_not_believed_again_and_neither_is_what_is_older() throws Exception {
    ByteString first = sealed(NOW);
    ByteString second = sealed(NOW + 5);

    here.open(second, NOW);

    assertRefused(second, NOW);
    assertRefused(first, NOW);
  }

  @Test
  void our_own_words_are_not_believed_of_another() {
    ByteString ours = ByteString.copyFrom(here.seal(TOLD, NOW));

    assertRefused(ours, NOW);
  }

  @Test
  void no_changed_byte_gets_through() {
    byte[] sealed = sealed(NOW).toByteArray();
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertRefused(ByteString.copyFrom(changed), NOW);
      assertRefused(ByteString.copyFrom(Arrays.copyOf(sealed, i)), NOW);
    }
    assertRefused(ByteString.copyFrom(TOLD.toByteArray()), NOW);
  }

  @Test
  void what_cannot_be_is_refused_even_under_a_seal() {
    for (TransportDiscovery odd : new TransportDiscovery[] {
      TOLD.toBuilder().setId("").build(),
      TOLD.toBuilder().setId("x".repeat(65)).build(),
      TOLD.toBuilder().setKindValue(7).build(),
      TOLD.toBuilder().setAvailableSeats(-1).build(),
      TOLD.toBuilder().setUrl("w".repeat(1025)).build()
    }) {
      assertRefused(ByteString.copyFrom(there.seal(odd, NOW)), NOW);
    }
  }

  @Test
  void whatever_bytes_come_it_answers() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      assertRefused(ByteString.copyFrom(bytes), NOW);
    }
  }

  private ByteString sealed(long millis) {
    return ByteString.copyFrom(there.seal(TOLD, millis));
  }

  private void assertRefused(ByteString sealed, long millis) {
    assertThatThrownBy(() -> here.open(sealed, millis)).isInstanceOf(Malformed.class);
  }
}
