package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.bus.Headers;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.TransportKind;
import dev.atoll.protocol.message.Heartbeat;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.Position;
import dev.atoll.transport.P2pTransport;
import dev.atoll.transport.Passenger;
import dev.atoll.transport.RuledTransports;
import dev.atoll.transport.SceneMap;
import dev.atoll.transport.Transport;
import dev.atoll.transport.TransportStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The comms v3 document's example: a plaza where peers link to each other, and a casino that has a LiveKit. */
@ExtendWith(VertxExtension.class)
class PlazaAndCasinoTest {
  private static final List<String> CROWD = List.of("0xa", "0xb", "0xc", "0xd", "0xe");
  private static final Headers WITH_TOPICS = new Headers(Map.of(Headers.TOPICS, Headers.YES));
  private static final String RULES = """
      [{ when: { parcels: ["-10,-10..10,10"], size: "1..8" }, use: [p2p, ws-room] },
       { when: { parcels: ["55,80..60,90"] }, use: [livekit], island-size: 100, spread: fewest-users },
       { use: [ws-room] }]""";

  private final LocalBus bus = new LocalBus();

  /** Who was told what, in order. */
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private Vertx vertx;

  @BeforeEach
  void start(Vertx given) throws Exception {
    vertx = given;
    AtollSettings settings = AtollSettings.of(Map.of(
        "rules", RULES,
        "islands.flush-interval", "50ms",
        "transports.minimum-stay", "0s"));
    RuledTransports transports = new RuledTransports(
        new RuledTransports.Terms(
            settings.transportRules(),
            settings.islands().size(),
            settings.transports().minimumStay(),
            settings.transports().movesPerSecond(),
            settings.transports().silence(),
            false),
        new RuledTransports.Parts(
            new P2pTransport(),
            named("ws-room"),
            () -> "own",
            true,
            status -> Optional.of(named(status.id())),
            SceneMap.UNKNOWN,
            island -> false));
    Archipelago archipelago =
        new Archipelago(bus, settings.islands(), transports, new SimpleMeterRegistry());
    vertx
        .deployVerticle(archipelago)
        .toCompletionStage()
        .toCompletableFuture()
        .get(Patience.SECONDS, TimeUnit.SECONDS);
    on(() -> bus.subscribe(Subjects.EVERY_ISLAND_CHANGED, this::changed));
  }

  private static Transport named(String name) {
    return (island, passengers) -> Future.succeededFuture(passengers.stream()
        .collect(Collectors.toMap(Passenger::address, each -> name + ":" + island)));
  }

  @Test
  void the_same_crowd_walks_from_the_plaza_to_the_casino_and_every_peer_is_told() throws Exception {
    announce("casino-sfu", 0);
    announce("spare-sfu", 7);

    walk(8, 8);
    String island = await("p2p:").iterator().next();

    // through the town, in steps within the leave distance
    walk(300, 300);
    assertThat(await("ws-room:")).containsExactly(island);
    walk(57 * 16 + 8, 85 * 16 + 8);
    assertThat(await("casino-sfu:")).containsExactly(island);

    walk(8, 8);
    assertThat(await("p2p:")).containsExactly(island);
    assertThat(told).isEmpty();
  }

  @Test
  void when_the_casinos_livekit_drains_the_other_one_takes_the_island() throws Exception {
    announce("casino-sfu", 0);
    announce("spare-sfu", 7);
    walk(57 * 16 + 8, 85 * 16 + 8);
    await("casino-sfu:");

    publish(status("casino-sfu", 5, true));
    await("spare-sfu:");

    publish(status("spare-sfu", 5, true));
    await("ws-room:");
    assertThat(told).isEmpty();
  }

  /** Everybody is told once and no more, and by the same words; of which islands. */
  private TreeSet<String> await(String carrier) throws InterruptedException {
    Map<String, String> last = new TreeMap<>();
    List<String> changes = new ArrayList<>();
    TreeSet<String> islands = new TreeSet<>();
    while (last.size() < CROWD.size()) {
      String change = told.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(change).as("told so far %s", changes).isNotNull();
      changes.add(change);
      String[] words = change.split(" ");
      if (words[1].startsWith(carrier)) {
        assertThat(last.put(words[0], words[1])).as("told twice: %s", changes).isNull();
        islands.add(words[2]);
      }
    }
    return islands;
  }

  private void walk(double x, double z) throws Exception {
    on(() -> {
      for (int i = 0; i < CROWD.size(); i++) {
        Position at = Position.newBuilder().setX((float) x + i).setZ((float) z).build();
        bus.publish(new Message(
            Subjects.heartbeat(CROWD.get(i)),
            Payload.of(Heartbeat.newBuilder().setPosition(at).build()),
            WITH_TOPICS));
      }
    });
  }

  private void announce(String id, int users) throws Exception {
    publish(status(id, users, false));
  }

  private static TransportStatus status(String id, int users, boolean draining) {
    return new TransportStatus(
        id, TransportKind.LIVEKIT, "wss://" + id, 1000, users, 100, true, draining);
  }

  private void publish(TransportStatus status) throws Exception {
    on(() ->
        bus.publish(new Message(Subjects.TRANSPORT_DISCOVERY, Payload.of(status.toMessage()))));
  }

  /** On one context for all, so that what is published comes in that order. */
  private void on(Runnable task) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    vertx.runOnContext(now -> {
      task.run();
      done.complete(null);
    });
    done.get(Patience.SECONDS, TimeUnit.SECONDS);
  }

  private void changed(Message message) {
    try {
      IslandChangedMessage change =
          IslandChangedMessage.parseFrom(message.payload().bytes());
      told.add(message.subject().token(2) + " " + change.getConnStr() + " " + change.getIslandId());
    } catch (IOException malformed) {
      told.add(malformed.toString());
    }
  }
}
