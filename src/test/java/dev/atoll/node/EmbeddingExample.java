package dev.atoll.node;

import dev.atoll.bus.Bus;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.ClusteredVertx;
import dev.atoll.config.AtollSettings;
import dev.atoll.rooms.RoomsVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Map;
import java.util.function.Consumer;

/** How another program has Atoll inside it; what docs/embedding.md shows. */
final class EmbeddingExample {
  private EmbeddingExample() {}

  /** A whole node on a port of the system's choice, and somebody who listens to what happens in it. */
  static Future<AtollNode> wholeNode(Vertx vertx, Consumer<String> log) {
    AtollNode node =
        new AtollNode(AtollSettings.of(Map.of("http.port", "0", "operations.port", "0")));
    return vertx.deployVerticle(node).map(id -> {
      vertx.runOnContext(now -> node.bus()
          .subscribe(
              Subjects.EVERY_CONNECT, message -> log.accept(message.subject().name())));
      return node;
    });
  }

  /** One of many nodes of a realm, in a Vert.x that finds the others. */
  static Future<Vertx> nodeOfRealm(AtollSettings settings) {
    return ClusteredVertx.start(new VertxOptions(), settings.cluster())
        .compose(vertx -> vertx.deployVerticle(new AtollNode(settings)).map(id -> vertx));
  }

  /** Rooms alone, for tokens signed with this secret. */
  static Future<RoomsVerticle> roomsAlone(Vertx vertx, String secret) {
    AtollSettings settings =
        AtollSettings.of(Map.of("http.port", "0", "rooms.open", "false", "rooms.secret", secret));
    Bus bus = new LocalBus();
    RoomsVerticle rooms = new RoomsVerticle(settings, bus, new SimpleMeterRegistry());
    return vertx.deployVerticle(rooms).map(id -> rooms);
  }
}
