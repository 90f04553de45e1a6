package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.auth.Identity;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Subjects;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node of rooms, a program of its own, that is killed with all who are in it. */
@ExtendWith(VertxExtension.class)
class KilledRoomsTest {
  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final Pattern ROOMS = Pattern.compile("ws://127\\.0\\.0\\.1:(\\d+)/rooms");

  private NatsServer server;
  private Process process;

  @BeforeEach
  void connect() {
    server = NatsServer.start();
  }

  @AfterEach
  void disconnect() {
    if (process != null) {
      process.destroyForcibly();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void its_islands_move_oldest_first_as_soon_as_it_is_missed(Vertx vertx) throws Exception {
    int port = serveRooms();
    AtollNode realm = TestNode.start(
        vertx,
        Map.of(
            "node.run", "handshake, archipelago, rooms, nats",
            "nats.url", server.url(),
            "rooms.secret", "a secret of sixteen",
            "transports.silence", SILENCE.toSeconds() + "s",
            "transports.minimum-stay", "0s",
            "transports.moves-per-second", "1",
            "rules", "[{ use: ['ws-room:localhost:" + port + "', ws-room] }]"));
    List<String> oldestFirst = new ArrayList<>();
    List<DoorClient> players = new ArrayList<>();
    for (int island = 0; island < 3; island++) {
      Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
      DoorClient player = DoorClient.connect(vertx, realm.httpPort()).login(identity);
      player.heartbeat(1000 * island, 0);
      awaitSentTo(player, port);
      oldestFirst.add(identity.address().toLowerCase(java.util.Locale.ROOT));
      players.add(player);
    }
    List<String> moved = new CopyOnWriteArrayList<>();
    CompletableFuture<Long> first = listen(vertx, realm, moved);

    long killed = System.nanoTime();
    process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);

    Duration waited = Duration.ofNanos(first.get(20, TimeUnit.SECONDS) - killed);
    // what it said last was said at most a third of the silence before; a second more is what a
    // slow machine may take
    assertThat(waited).isBetween(SILENCE.dividedBy(2), SILENCE.plusSeconds(5));
    Awaiting.soon().until(() -> moved.size() == 3);
    assertThat(moved).isEqualTo(oldestFirst);
    for (DoorClient player : players) {
      awaitSentTo(player, realm.httpPort());
    }
  }

  private static void awaitSentTo(DoorClient player, int port) {
    for (int change = 0; change < 6; change++) {
      String told = player.next().getIslandChanged().getConnStr();
      if (told.matches("ws-room:ws://[^/]*:" + port + "/rooms/.*")) {
        return;
      }
    }
    throw new AssertionError("was not sent to the rooms on port " + port);
  }

  /** Addresses as they are told of a move, and when the first was. */
  private static CompletableFuture<Long> listen(Vertx vertx, AtollNode realm, List<String> moved)
      throws Exception {
    CompletableFuture<Long> first = new CompletableFuture<>();
    CompletableFuture<Void> listening = new CompletableFuture<>();
    vertx.runOnContext(now -> {
      realm.bus().overhear(Subjects.EVERY_ISLAND_CHANGED, message -> {
        if (message.headers().has(Headers.MOVED)) {
          first.complete(System.nanoTime());
          moved.add(message.subject().token(2));
        }
      });
      listening.complete(null);
    });
    listening.get(20, TimeUnit.SECONDS);
    return first;
  }

  /** Its port. */
  private int serveRooms() throws IOException {
    process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.atoll.cli.Atoll",
            "serve",
            "--http.host=127.0.0.1",
            "--http.port=0",
            "--operations.port=0",
            "--node.run=rooms,nats",
            "--nats.url=" + server.url(),
            "--rooms.secret=a secret of sixteen",
            "--transports.silence=" + SILENCE.toSeconds() + "s")
        .redirectErrorStream(true)
        .start();
    BufferedReader lines = process.inputReader();
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      seen.append(line).append('\n');
      Matcher rooms = ROOMS.matcher(line);
      if (rooms.find()) {
        return Integer.parseInt(rooms.group(1));
      }
    }
    throw new AssertionError("no rooms in:\n" + seen);
  }
}
