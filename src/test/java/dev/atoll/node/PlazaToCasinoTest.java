package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.auth.Identity;
import dev.atoll.handshake.bff.BffClient;
import dev.atoll.livekit.LiveKitPeers;
import dev.atoll.livekit.LiveKitServer;
import dev.atoll.rpc.RpcClient;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The comms v3 document's example, with kernels at the BFF's door and a real LiveKit: on the plaza they link to each other, at the
 * casino they talk through LiveKit, and in town between them through WebSocket rooms.
 */
class PlazaToCasinoTest {
  private static final String RULES = """
      [{ when: { parcels: ["-10,-10..10,10"], size: "1..8" }, use: [p2p, ws-room] },
       { when: { parcels: ["55,80..60,90"] }, use: [livekit], island-size: 100, spread: fewest-users },
       { use: [ws-room] }]""";

  private static final Parcel PLAZA = new Parcel(0, 0);
  private static final Parcel TOWN = new Parcel(28, 42);
  private static final Parcel CASINO = new Parcel(57, 85);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private record Parcel(int x, int z) {}

  /** One of the crowd. */
  private record Walker(Identity identity, BffClient client, RpcClient.Stream changes) {
    static Walker login(Vertx vertx, AtollNode node) {
      Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
      BffClient client = BffClient.login(vertx, node, identity);
      return new Walker(identity, client, client.islandChanges(identity.address()));
    }

    /** The next connection string of that kind, passing over others. */
    String told(String kind) {
      while (true) {
        String connectionString = BffClient.connectionString(changes.next());
        if (connectionString.startsWith(kind)) {
          return connectionString;
        }
      }
    }

    String address() {
      return identity.address();
    }
  }

  @Test
  void a_crowd_walks_from_the_plaza_to_the_casino_and_back_and_everybody_is_told()
      throws Exception {
    try (LiveKitServer server = LiveKitServer.start();
        LiveKitPeers peers = new LiveKitPeers()) {
      AtollNode node = TestNode.start(
          vertx,
          Map.of(
              "rules", RULES,
              "livekit", server.settings(),
              "transports.minimum-stay", "0s",
              // they stride, and stay together
              "islands.join-distance", "1000",
              "islands.leave-distance", "2000"));
      List<Walker> crowd =
          Stream.generate(() -> Walker.login(vertx, node)).limit(4).toList();

      walk(crowd, PLAZA);
      assertThat(islands(crowd, "p2p:")).hasSize(1);

      walk(crowd, TOWN);
      for (Walker walker : crowd) {
        assertThat(walker.told("ws-room:")).contains("/rooms/I1?");
      }
      walk(crowd, CASINO);
      Walker first = crowd.get(0);
      List<String> seen = new ArrayList<>();
      for (Walker walker : crowd) {
        peers.join(walker.address(), walker.told("livekit:" + server.url()));
        seen.add(walker.address() + " joined I1");
        if (walker != first) {
          seen.add(first.address() + " sees " + walker.address());
          // else it hears words of nobody
          seen.add(walker.address() + " sees " + first.address());
        }
      }
      // at once: who joined is told before or after they see each other
      peers.await(seen.toArray(String[]::new));
      peers.say(first.address(), "what luck");
      peers.await(crowd.stream()
          .skip(1)
          .map(walker -> walker.address() + " heard " + first.address() + " what luck")
          .toArray(String[]::new));

      walk(crowd, TOWN);
      walk(crowd, PLAZA);
      assertThat(islands(crowd, "p2p:")).containsExactly("I1");
    }
  }

  private static void walk(List<Walker> crowd, Parcel to) {
    crowd.forEach(walker -> walker.client().heartbeat(to.x() * 16, to.z() * 16));
  }

  /** Of the connection strings of that kind that they are told next, {@code p2p:<island>:<peer>}. */
  private static Set<String> islands(List<Walker> crowd, String kind) {
    Set<String> islands = new HashSet<>();
    for (Walker walker : crowd) {
      String[] parts = walker.told(kind).split(":", -1);
      assertThat(parts[2]).isEqualTo(walker.address());
      islands.add(parts[1]);
    }
    return islands;
  }
}
