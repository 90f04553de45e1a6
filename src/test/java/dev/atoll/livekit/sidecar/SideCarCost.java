package dev.atoll.livekit.sidecar;

import com.google.protobuf.ByteString;
import com.sun.management.OperatingSystemMXBean;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.livekit.LiveKitPeers;
import dev.atoll.livekit.LiveKitServer;
import dev.atoll.livekit.webrtc.WebRtc;
import dev.atoll.protocol.message.ListenedMessage;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.PlayerPosition;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a message through a side-car costs: the processor time of this JVM, which holds a side-car and a bus and nothing else, less what it
 * takes when nothing is said. LiveKit and the client are processes of their own. Arguments: seconds of each step.
 */
public final class SideCarCost {
  private static final String ROOM = "cost";

  /** So that it is not this program's own hops that count. */
  private static final int BATCHES_A_SECOND = 20;

  private static final Subject SAID = Subject.of("messageBus.island." + ROOM + ".game");

  private final int seconds;
  private final SideCarRig rig;
  private final LiveKitPeers peers;

  private SideCarCost(int seconds, SideCarRig rig, LiveKitPeers peers) {
    this.seconds = seconds;
    this.rig = rig;
    this.peers = peers;
  }

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    try (LiveKitServer server = LiveKitServer.start();
        LiveKitPeers peers = new LiveKitPeers();
        SideCarRig rig = new SideCarRig(
            Vertx.vertx(), server.url(), WebRtc::load, Map.of("session.inbound-rate", "1024MiB"))) {
      new SideCarCost(seconds, rig, peers).run();
    }
    System.exit(0);
  }

  private void run() throws InterruptedException {
    peers.join(ROOM, rig.sendTo(ROOM, true));
    peers.await(ROOM + " joined");
    rig.subscribe("messageBus.island." + ROOM + ".>");
    rig.listened(ListenedMessage.newBuilder().addIslands(ROOM).addWrittenIslands(ROOM));
    peers.await(ROOM + " sees");
    hear(1000);
    double idle = idle();
    System.out.printf("idle %.2f %% of a core%n", idle * 100);
    for (int rate : new int[] {200, 1000, 2000}) {
      step("received", rate, idle, () -> hear(rate));
    }
    for (int rate : new int[] {100, 500}) {
      step("sent", rate, idle, () -> say(rate));
    }
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private double idle() throws InterruptedException {
    long before = cpu();
    TimeUnit.SECONDS.sleep(seconds);
    return (cpu() - before) / 1e9 / seconds;
  }

  private void step(String counter, int rate, double idle, Step step) throws InterruptedException {
    double before = rig.count(counter);
    double lost = rig.count("dropped");
    long began = System.nanoTime();
    long cpu = cpu();
    step.run();
    double used = (cpu() - cpu) / 1e3 - idle * (System.nanoTime() - began) / 1e3;
    double messages = rig.count(counter) - before;
    System.out.printf(
        "%s %d/s: %.0f messages, %.0f lost, %.1f us of CPU a message%n",
        counter, rate, messages, rig.count("dropped") - lost, used / messages);
  }

  private void hear(int rate) {
    byte[] position = Packet.newBuilder()
        .setPosition(PlayerPosition.newBuilder()
            .setIndex(7)
            .setPositionX(1)
            .setPositionY(2)
            .setPositionZ(3)
            .setRotationX(1)
            .setRotationY(2)
            .setRotationZ(3)
            .setRotationW(4))
        .build()
        .toByteArray();
    peers.flood(ROOM, position, rate, seconds);
    peers.await(ROOM + " flooded");
    rig.heard.clear();
  }

  private void say(int rate) {
    ByteString position = Packet.newBuilder()
        .setPosition(PlayerPosition.newBuilder().setPositionX(1).setPositionZ(2))
        .build()
        .toByteString();
    Message message =
        new Message(SAID, Payload.of(position), new Headers(Map.of(Headers.SERVER, "s~g")));
    long start = System.nanoTime();
    long batches = (long) BATCHES_A_SECOND * seconds;
    for (long i = 0; i < batches; i++) {
      long early = start + i * TimeUnit.SECONDS.toNanos(1) / BATCHES_A_SECOND - System.nanoTime();
      LockSupport.parkNanos(Math.max(0, early));
      rig.get(() -> {
        for (int each = 0; each < rate / BATCHES_A_SECOND; each++) {
          rig.bus.publish(message);
        }
        return true;
      });
    }
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
