package dev.atoll.rooms;

import dev.atoll.bus.LocalBus;
import dev.atoll.config.AtollSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Map;

/** Rooms in a process of their own, for {@link RoomFanoutBenchmark}; prints its port and ends with its input. */
final class BenchmarkServer {
  static final String SECRET = "the benchmark's secret";

  private BenchmarkServer() {}

  public static void main(String[] arguments) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions()
        .setEventLoopPoolSize(1)
        .setPreferNativeTransport(Boolean.getBoolean("native")));
    AtollSettings settings = AtollSettings.of(Map.of(
        "http.host", "127.0.0.1",
        "http.port", "0",
        "rooms.secret", SECRET,
        "session.inbound-rate", "1024MiB"));
    Rooms.Tuning usual = Rooms.Tuning.DEFAULT;
    Rooms.Tuning tuning = new Rooms.Tuning(
        usual.grace(), Integer.getInteger("writes", usual.writesPerSecond()), usual.longestTick());
    RoomsVerticle rooms =
        new RoomsVerticle(settings, new LocalBus(), new SimpleMeterRegistry(), tuning);
    RoomsRig.await(vertx.deployVerticle(rooms));
    System.out.println("PORT " + rooms.port());
    while (System.in.read() >= 0) {
      System.out.println("COUNTERS " + rooms.rooms().counters());
    }
    System.exit(0);
  }
}
