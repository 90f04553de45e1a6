package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.atoll.Patience;
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
import java.util.Locale;
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
import org.slf4j.LoggerFactory;

/** A node of rooms, a program of its own, that is killed with all who are in it. */
@ExtendWith(VertxExtension.class)
class KilledRoomsTest {
  private static final Logger PROBE = (Logger) LoggerFactory.getLogger("dev.atoll.transport.Probe");
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final Duration LONG_SILENCE = Duration.ofSeconds(60);
  private static final Pattern ROOMS = Pattern.compile("ws://[^/]*:(\\d+)/rooms");

  private final ListAppender<ILoggingEvent> probed = new ListAppender<>();
  private NatsServer server;
  private Process process;
  private int rooms;

  @BeforeEach
  void connect() {
    probed.list = new CopyOnWriteArrayList<>();
    probed.start();
    PROBE.setLevel(Level.INFO);
    PROBE.addAppender(probed);
    server = NatsServer.start();
  }

  @AfterEach
  void disconnect() {
    PROBE.detachAppender(probed);
    PROBE.setLevel(null);
    if (process != null) {
      process.destroyForcibly();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void its_islands_move_oldest_first_as_soon_as_nobody_answers_there(Vertx vertx) throws Exception {
    serveRooms();
    Realm realm = realm(vertx, "localhost:" + rooms, LONG_SILENCE);
    awaitAnswer();
    List<String> moved = new CopyOnWriteArrayList<>();
    CompletableFuture<Long> first = listen(vertx, realm.node(), moved);

    long killed = kill();

    Duration waited = Duration.ofNanos(first.get(Patience.SECONDS, TimeUnit.SECONDS) - killed);
    // within a second and a flush where nothing else runs; its silence would be noticed much later
    assertThat(waited).isLessThan(LONG_SILENCE.dividedBy(2));
    Awaiting.soon().until(() -> moved.size() == 3);
    assertThat(moved).isEqualTo(realm.oldestFirst());
    for (DoorClient player : realm.players()) {
      awaitSentTo(player, "[^/]*:" + realm.node().httpPort());
    }
  }

  @Test
  void where_it_cannot_be_reached_from_here_they_move_when_it_is_missed(Vertx vertx)
      throws Exception {
    // nobody listens at port 9 of its public URL, as if it were behind another network's border
    serveRooms("--http.public-url=http://127.0.0.1:9");
    Realm realm = realm(vertx, "127.0.0.1:9", SILENCE);
    List<String> moved = new CopyOnWriteArrayList<>();
    CompletableFuture<Long> first = listen(vertx, realm.node(), moved);

    long killed = kill();

    Duration waited = Duration.ofNanos(first.get(Patience.SECONDS, TimeUnit.SECONDS) - killed);
    // what it said last was said at most a third of the silence before, on a machine that is not
    // busy
    assertThat(waited).isGreaterThan(SILENCE.dividedBy(3));
    Awaiting.soon().until(() -> moved.size() == 3);
    assertThat(moved).isEqualTo(realm.oldestFirst());
  }

  /** Three islands, each of one player, that have been sent to the rooms. */
  private record Realm(AtollNode node, List<DoorClient> players, List<String> oldestFirst) {}

  private Realm realm(Vertx vertx, String place, Duration silence) throws Exception {
    AtollNode realm = TestNode.start(
        vertx,
        Map.of(
            "node.run", "handshake, archipelago, rooms, nats",
            "nats.url", server.url(),
            "rooms.secret", "a secret of sixteen",
            "transports.silence", silence.toSeconds() + "s",
            "transports.minimum-stay", "0s",
            "transports.moves-per-second", "1",
            "rules", "[{ use: ['ws-room:" + place + "', ws-room] }]"));
    List<String> oldestFirst = new ArrayList<>();
    List<DoorClient> players = new ArrayList<>();
    for (int island = 0; island < 3; island++) {
      Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
      DoorClient player = DoorClient.connect(vertx, realm.httpPort()).login(identity);
      player.heartbeat(1000 * island, 0);
      awaitSentTo(player, place);
      oldestFirst.add(identity.address().toLowerCase(Locale.ROOT));
      players.add(player);
    }
    return new Realm(realm, players, oldestFirst);
  }

  private long kill() throws InterruptedException {
    long killed = System.nanoTime();
    process.destroyForcibly().waitFor(Patience.SECONDS, TimeUnit.SECONDS);
    return killed;
  }

  private static void awaitSentTo(DoorClient player, String place) {
    for (int change = 0; change < 6; change++) {
      String told = player.next().getIslandChanged().getConnStr();
      if (told.matches("ws-room:ws://" + place + "/rooms/.*")) {
        return;
      }
    }
    throw new AssertionError("was not sent to the rooms at " + place);
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
    listening.get(Patience.SECONDS, TimeUnit.SECONDS);
    return first;
  }

  private void serveRooms(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(
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
        "--transports.silence=" + SILENCE.toSeconds() + "s"));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    rooms = port(ROOMS);
  }

  private int port(Pattern line) throws IOException {
    BufferedReader lines = process.inputReader();
    StringBuilder seen = new StringBuilder();
    for (String read = lines.readLine(); read != null; read = lines.readLine()) {
      seen.append(read).append('\n');
      Matcher found = line.matcher(read);
      if (found.find()) {
        return Integer.parseInt(found.group(1));
      }
    }
    throw new AssertionError("no such line in:\n" + seen);
  }

  /** A place that never answered cannot be lost. */
  private void awaitAnswer() {
    Awaiting.soon()
        .until(() -> probed.list.stream()
            .anyMatch(each -> each.getFormattedMessage().endsWith("localhost:" + rooms)));
  }
}
