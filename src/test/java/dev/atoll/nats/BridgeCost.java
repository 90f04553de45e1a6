package dev.atoll.nats;

import com.sun.management.OperatingSystemMXBean;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import io.nats.client.Connection;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What a heartbeat costs the bridge, in CPU time of all threads of this process, at a rate that a busy realm has: told in all
 * dialects (two messages), and heard in one. Prints two lines. Run its main with the test class path; needs nats-server.
 */
final class BridgeCost {
  private static final int PEERS = 1_000;
  private static final int HEARTBEATS = 60_000;

  /** A batch each 10 ms: 10,000 heartbeats a second. */
  private static final int BATCH = 100;

  private static final long BATCH_NANOS = 10_000_000;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private BridgeCost() {}

  public static void main(String[] arguments) throws Exception {
    try (NatsServer server = NatsServer.start()) {
      out(server, false);
      print("out", out(server, true) - out(server, false));
      in(server, false);
      print("in", in(server, true) - in(server, false));
    }
  }

  private static void print(String way, double micros) {
    System.out.printf(Locale.ROOT, "%s %.1f us of CPU a heartbeat%n", way, micros);
  }

  /** With and without a bridge, so that the difference is the bridge's. */
  private static double out(NatsServer server, boolean bridged) {
    try (BridgeRig rig = new BridgeRig(server)) {
      if (bridged) {
        rig.started();
      }
      Subject[] subjects = new Subject[PEERS];
      for (int i = 0; i < PEERS; i++) {
        String peer = "0x%040x".formatted(i);
        rig.connect(peer);
        subjects[i] = Subjects.heartbeat(peer);
      }
      return paced(start -> rig.on(() -> {
        for (int i = 0; i < BATCH; i++) {
          Payload payload = Payload.of(BridgeRig.at(start + i, 5));
          rig.bus.publish(new Message(subjects[(start + i) % PEERS], payload));
        }
        return Future.succeededFuture();
      }));
    }
  }

  private static double in(NatsServer server, boolean bridged) throws Exception {
    byte[] payload = HexFormat.of().parseHex("0a0a0d0000c03f1d000010c0");
    try (BridgeRig rig = new BridgeRig(server);
        Connection foreign = server.client()) {
      rig.keeps = false;
      if (bridged) {
        rig.started();
      }
      return paced(start -> {
        for (int i = 0; i < BATCH; i++) {
          foreign.publish("peer.0x%040x.heartbeat".formatted((start + i) % PEERS), payload);
        }
      });
    }
  }

  private interface Batch {
    void say(int start);
  }

  private static double paced(Batch batch) {
    long next = System.nanoTime();
    long before = 0;
    for (int said = 0; said < 2 * HEARTBEATS; said += BATCH) {
      if (said == HEARTBEATS) {
        before = SYSTEM.getProcessCpuTime();
      }
      batch.say(said);
      next += BATCH_NANOS;
      LockSupport.parkNanos(next - System.nanoTime());
    }
    return Duration.ofNanos(SYSTEM.getProcessCpuTime() - before).toNanos() / 1e3 / HEARTBEATS;
  }
}
