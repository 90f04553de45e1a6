package dev.atoll.rooms;

import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Pattern;
import dev.atoll.config.AtollSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Map;

/**
 * Rooms in a process of their own, for {@link RoomFanoutBenchmark}; prints its port and ends with its input. All rooms could be
 * islands; {@code -Dlisten=messageBus.island.>} lets somebody listen to them.
 */
final class BenchmarkServer {
  static final String SECRET = "the benchmark's secret";

  private BenchmarkServer() {}

  public static void main(String[] arguments) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions()
        .setEventLoopPoolSize(1)
        .setPreferNativeTransport(Boolean.getBoolean("native")));
    AtollSettings settings = AtollSettings.of(Map.of(
        "http.host",
        "127.0.0.1",
        "http.port",
        "0",
        "rooms.secret",
        SECRET,
        "session.inbound-rate",
        "1024MiB",
        "islands.prefix",
        RoomFanoutBenchmark.ROOM,
        "gateway.secret",
        Boolean.getBoolean("gateway") ? SECRET : ""));
    LocalBus bus = new LocalBus();
    listen(vertx, bus, System.getProperty("listen", ""));
    Rooms.Tuning usual = Rooms.Tuning.DEFAULT;
    Rooms.Tuning tuning = new Rooms.Tuning(
        usual.grace(), Integer.getInteger("writes", usual.writesPerSecond()), usual.longestTick());
    RoomsVerticle rooms = new RoomsVerticle(settings, bus, new SimpleMeterRegistry(), tuning);
    RoomsRig.await(vertx.deployVerticle(rooms));
    System.out.println("PORT " + rooms.port());
    while (System.in.read() >= 0) {
      System.out.println("COUNTERS " + rooms.rooms().counters());
    }
    System.exit(0);
  }

  /** On the rooms' own event loop, there being one. */
  private static void listen(Vertx vertx, LocalBus bus, String pattern) {
    if (!pattern.isEmpty()) {
      vertx.runOnContext(now -> bus.subscribe(Pattern.of(pattern), message -> {}));
    }
  }
}
