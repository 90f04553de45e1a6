package dev.atoll.livekit.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final Queue<Runnable> loop = new ArrayDeque<>();
  private final List<Integer> heard = new ArrayList<>();
  private int dropped;
  private final Inbox inbox =
      new Inbox(loop::add, packet -> heard.add(packet[0] << 8 | packet[1] & 0xff), () -> dropped++);

  private void add(int number, int bytes) {
    byte[] packet = new byte[bytes];
    packet[0] = (byte) (number >> 8);
    packet[1] = (byte) number;
    inbox.add(packet);
  }

  @Test
  void a_flood_is_heard_in_order_and_some_of_it_a_turn() {
    int packets = 3 * Inbox.MOST_A_TURN - 1;
    for (int i = 0; i < packets; i++) {
      add(i, 2);
    }

    for (int turn = 1; turn <= 3; turn++) {
      assertThat(loop).hasSize(1);
      loop.remove().run();
      assertThat(heard).hasSize(Math.min(packets, turn * Inbox.MOST_A_TURN));
    }
    assertThat(loop).isEmpty();
    assertThat(heard).isSorted();
    assertThat(dropped).isZero();
  }

  @Test
  void what_was_heard_makes_room() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 10; i++) {
        add(i, Inbox.MOST_BYTES / 10 - Inbox.PACKET_COST);
      }
      assertThat(dropped).isZero();
      loop.remove().run();
    }
    for (int i = 0; i < 11; i++) {
      add(i, Inbox.MOST_BYTES / 10 - Inbox.PACKET_COST);
    }
    assertThat(dropped).isEqualTo(1);
  }
}
