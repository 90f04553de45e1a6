package dev.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.handshake.DoorClient;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@ExtendWith(VertxExtension.class)
class ReplayTest {
  private static final String BEGIN = "{\"format\":\"island-trace/1\",\"name\":\"one\",\"config\":"
      + "{\"joinDistance\":64,\"leaveDistance\":80,\"maxIslandSize\":9,\"roomPrefix\":\"I\"},\"steps\":[";
  private static final String SAME = BEGIN + "{\"ops\":[],\"islands\":[],\"updates\":[]}]}";
  private static final String DIFFERS =
      BEGIN + "{\"ops\":[{\"move\":[\"a\",0,0,0]}],\"islands\":[],\"updates\":[]}]}";
  private static final String FOREIGN =
      BEGIN + "{\"ops\":[{\"failAll\":true}],\"islands\":[],\"updates\":[]}]}";

  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void traces_that_are_as_recorded_exit_0() throws Exception {
    assertThat(replay(SAME, SAME)).isZero();
  }

  @Test
  void a_difference_wins_over_whatever_else_is_wrong() throws Exception {
    assertThat(replay(FOREIGN, DIFFERS, SAME)).isEqualTo(1);
    assertThat(replay("no trace", DIFFERS, FOREIGN)).isEqualTo(1);
    assertThat(replay("[" + DIFFERS + "," + FOREIGN + "]")).isEqualTo(1);
  }

  @Test
  void what_cannot_be_played_exits_3_when_nothing_differs() throws Exception {
    assertThat(replay(FOREIGN, SAME)).isEqualTo(3);
    assertThat(replay(FOREIGN, "no trace")).isEqualTo(2);
  }

  @Test
  void a_file_that_cannot_be_read_is_told_from_one_that_is_no_trace() throws Exception {
    assertThat(replay("no trace")).isEqualTo(2);
    assertThat(errors.toString()).contains("trace0.json: not a trace: ");

    assertThat(play(folder.resolve("missing.json").toString())).isEqualTo(2);
    assertThat(errors.toString()).contains("missing.json: cannot be read: no such file");

    assertThat(play(folder.toString())).isEqualTo(2);
    assertThat(errors.toString()).contains(folder + ": cannot be read: ");
  }

  /** Arrivals, an island that grows by who stands between two, and a departure. */
  @ParameterizedTest
  @ValueSource(strings = {"stable", "reference"})
  void what_a_running_node_records_plays_the_same(String merge, Vertx vertx) throws Exception {
    AtollNode node = TestNode.start(vertx, Map.of("islands.merge", merge));
    var players = Stream.generate(() -> DoorClient.connect(vertx, node.httpPort())
            .login(Identity.random(Instant.now().plus(Duration.ofHours(1)))))
        .limit(3)
        .toList();
    players.get(0).heartbeat(0, 0);
    players.get(0).next();

    CompletableFuture<HttpResponse<String>> recorded = record(node);
    players.get(1).heartbeat(70, 0);
    players.get(1).next();
    players.get(2).heartbeat(35, 0);
    players.get(2).next();
    players.get(1).leave();
    // to and fro, whenever the recording began
    AtomicInteger steps = new AtomicInteger();
    await().pollInterval(Duration.ofMillis(50)).until(() -> {
      players.get(2).heartbeat(steps.incrementAndGet() % 8 < 4 ? 35 : 500, 0);
      return recorded.isDone();
    });
    String trace = recorded.join().body();

    assertThat(trace).contains("\"merge\":\"" + merge + "\"", "\"move\"", "changeTo");
    assertThat(replay(trace)).as(out.toString()).isZero();
  }

  private static CompletableFuture<HttpResponse<String>> record(AtollNode node) {
    URI uri = URI.create("http://127.0.0.1:" + node.operationsPort() + "/trace?seconds=3");
    return HttpClient.newHttpClient()
        .sendAsync(
            HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.noBody())
                .timeout(Patience.TIME)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private int replay(String... texts) throws Exception {
    String[] files = new String[texts.length];
    for (int i = 0; i < texts.length; i++) {
      files[i] =
          Files.writeString(folder.resolve("trace" + i + ".json"), texts[i]).toString();
    }
    return play(files);
  }

  private int play(String... files) {
    CommandLine command = Atoll.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(errors, true));
    return command.execute(
        Stream.concat(Stream.of("replay"), Stream.of(files)).toArray(String[]::new));
  }
}
