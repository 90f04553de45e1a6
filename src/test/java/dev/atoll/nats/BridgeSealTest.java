package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.config.Secret;
import dev.atoll.config.TransportKind;
import dev.atoll.protocol.message.BridgeMessage;
import dev.atoll.protocol.message.BridgeOrder;
import dev.atoll.transport.TransportStatus;
import org.junit.jupiter.api.Test;

class BridgeSealTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final Secret SECRET = new Secret("a secret of sixteen");
  private static final Subject SUBJECT = Subjects.bridge("rooms.example:8080");
  private static final BridgeMessage TOLD = BridgeMessage.newBuilder()
      .setIsland("I1")
      .setMove(7)
      .setOrder(BridgeOrder.newBuilder().setFrom("a").setTo("rooms.example:8080"))
      .build();

  private final BridgeSeal there = new BridgeSeal(SECRET, "n1");
  private final BridgeSeal here = new BridgeSeal(SECRET, "n2");

  @Test
  void what_was_sealed_by_the_same_secret_is_believed() throws Exception {
    assertThat(here.open(SUBJECT, sealed(), NOW + 29_000)).isEqualTo(TOLD);
    assertThat(here.open(SUBJECT, sealed(), NOW)).isEqualTo(TOLD);
  }

  @Test
  void another_secret_time_or_receiver_is_not() {
    byte[] others =
        new BridgeSeal(new Secret("another of sixteen.."), "n1").seal(SUBJECT, TOLD, NOW);

    assertRefused(SUBJECT, ByteString.copyFrom(others), NOW);
    assertRefused(SUBJECT, sealed(), NOW + 30_001);
    assertRefused(SUBJECT, sealed(), NOW - 30_001);
    assertRefused(Subjects.bridge("other"), sealed(), NOW);
  }

  @Test
  void what_was_said_before_is_not_believed_again_and_neither_is_what_is_older() throws Exception {
    ByteString first = sealed();
    ByteString second = sealed();

    here.open(SUBJECT, second, NOW);

    assertRefused(SUBJECT, second, NOW);
    assertRefused(SUBJECT, first, NOW);
  }

  @Test
  void no_changed_byte_gets_through() {
    byte[] sealed = sealed().toByteArray();
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertRefused(SUBJECT, ByteString.copyFrom(changed), NOW);
    }
    assertRefused(SUBJECT, TOLD.toByteString(), NOW);
  }

  @Test
  void what_a_transport_tells_of_itself_is_none_of_this() {
    TransportStatus status =
        new TransportStatus("x", TransportKind.WS_ROOM, "ws://x", 1, 1, 1, true, false);

    assertRefused(
        SUBJECT, ByteString.copyFrom(new TransportSeal(SECRET).seal(status.toMessage(), NOW)), NOW);
  }

  private ByteString sealed() {
    return ByteString.copyFrom(there.seal(SUBJECT, TOLD, NOW));
  }

  private void assertRefused(Subject subject, ByteString sealed, long millis) {
    assertThatThrownBy(() -> here.open(subject, sealed, millis)).isInstanceOf(Malformed.class);
  }
}
