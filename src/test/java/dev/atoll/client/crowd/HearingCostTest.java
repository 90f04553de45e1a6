package dev.atoll.client.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.atoll.client.PeerUpdate;
import dev.atoll.protocol.message.WsWelcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What it costs to hear: crowds are as large as one process can hear them. */
class HearingCostTest {
  private static final int SELF = 1;
  private static final int BOB = 2;
  private static final int COUNT = 20_000;
  private static final long NOW = 1_000_000_000;

  private final Ledger ledger = new Ledger(CrowdPlan.Pace.DEFAULT);
  private final Findings findings = new Findings();
  private final Measures measures = new Measures();
  private final Room room = ledger.room("/rooms/I1");
  private final Hearing hearing = new Hearing(room, findings, measures);
  private final ByteBuf bytes = Unpooled.buffer();
  private final int[] starts = new int[COUNT + 1];

  @Test
  void a_delivery_makes_no_garbage() {
    bobSpeaks();
    PeerUpdate update = new PeerUpdate();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    hear(update, 0, COUNT / 2);
    long before = threads.getCurrentThreadAllocatedBytes();
    hear(update, COUNT / 2, COUNT);
    long made = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(measures.deliveries()).isEqualTo(COUNT);
    assertThat(findings.total()).isZero();
    assertThat(made).isLessThan(COUNT / 2);
  }

  private void bobSpeaks() {
    ledger.add("0xa");
    ledger.add("0xb");
    Sender bob = room.sender(BOB, "0xb");
    bob.enters();
    hearing.welcomed(
        WsWelcome.newBuilder().setAlias(SELF).putPeerIdentities(BOB, "0xB").build());
    for (int i = 0; i < COUNT; i++) {
      int sent = bob.positions().send(NOW);
      bytes.writeBytes(HearingTest.update(BOB, Bodies.position(sent, 1, 2).toByteString(), true));
      starts[i + 1] = bytes.writerIndex();
    }
  }

  private void hear(PeerUpdate update, int from, int to) {
    for (int i = from; i < to; i++) {
      update.read(bytes, starts[i], starts[i + 1] - starts[i]);
      hearing.update(update, NOW);
    }
  }
}
