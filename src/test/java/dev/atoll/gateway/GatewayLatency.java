package dev.atoll.gateway;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long it takes from an explorer's socket through its room and the gateway to a third-party server, all in one JVM over loopback.
 * Arguments: explorers of one room, seconds. Each explorer says something in its scene ten times a second, by clock.
 */
public final class GatewayLatency {
  private static final String SCENE = "X";
  private static final int PER_SECOND = 10;
  private static final int WARM_SECONDS = 5;

  private GatewayLatency() {}

  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    try (GatewayRig rig = GatewayRig.open(Map.of())) {
      List<Explorer> explorers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        explorers.add(Explorer.enter(rig.vertx(), rig.port(), 8, 8));
      }
      ThirdParty server = rig.server("s", SCENE);
      server.subscribe("messageBus.scene.X.message");
      Histogram latency = new Histogram(3);
      long messages = (long) count * PER_SECOND * (WARM_SECONDS + seconds);
      Thread reader = new Thread(
          () -> read(server, latency, messages, (long) count * PER_SECOND * WARM_SECONDS));
      reader.start();
      speak(explorers, messages);
      reader.join(TimeUnit.SECONDS.toMillis(60));
      System.out.printf(
          "explorers=%d messages=%d p50=%.2fms p99=%.2fms max=%.1fms%n",
          count,
          latency.getTotalCount(),
          latency.getValueAtPercentile(50) / 1e6,
          latency.getValueAtPercentile(99) / 1e6,
          latency.getMaxValue() / 1e6);
    }
    System.exit(0);
  }

  /** By a plan: who is late says so at once, so that a pause of this program counts. */
  private static void speak(List<Explorer> explorers, long messages) throws InterruptedException {
    long start = System.nanoTime();
    long apart = TimeUnit.SECONDS.toNanos(1) / PER_SECOND / explorers.size();
    for (long i = 0; i < messages; i++) {
      long due = start + i * apart;
      long early = due - System.nanoTime();
      if (early > 0) {
        TimeUnit.NANOSECONDS.sleep(early);
      }
      explorers
          .get((int) (i % explorers.size()))
          .sayInScene(SCENE, Long.toString(System.nanoTime()));
    }
  }

  private static void read(ThirdParty server, Histogram latency, long messages, long warm) {
    for (long i = 0; i < messages; i++) {
      JsonObject message = server.await("message");
      if (i >= warm) {
        latency.recordValue(System.nanoTime() - Long.parseLong(message.getString("text")));
      }
    }
  }
}
