package dev.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@ExtendWith(VertxExtension.class)
class ExplainTest {
  private static final String SETTINGS = """
      livekit:
        - { id: casino-sfu, url: "wss://sfu.example.org", api-key: key, api-secret: "a secret", island-size: 100 }
      rules:
        - { when: { parcels: ["-10,-10..10,10"], size: "1..8" }, use: [p2p, ws-room] }
        - { when: { parcels: ["55,80..60,90"] }, use: [livekit], spread: fewest-users }
        - { when: { scene: [bafkrei] }, use: ["livekit:other", p2p] }
        - { use: [ws-room] }
      """;

  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void it_names_the_rules_in_order_and_why_each_is_not_the_one() throws Exception {
    assertThat(explain("--at", "12,-40", "--peers", "35")).isZero();

    assertThat(out.toString()).isEqualToNormalizingNewlines("""
        An island of 35 at parcel 12,-40, by the rules in order:
          1   {when: {parcels: ["-10,-10..10,10"], size: 1..8}, use: [p2p, ws-room]}
              no: its center is on other parcels
          2   {when: {parcels: ["55,80..60,90"]}, use: [livekit], spread: fewest-users}
              no: its center is on other parcels
          3   {when: {scene: [bafkrei]}, use: [livekit:other, p2p]}
              no: which scene stands there is not known
          4   {use: [ws-room]}
              matches
        It rides on ws-room (this node's rooms), with at most 100 peers.
        """);
  }

  @Test
  void it_names_who_rules_a_transport_out() throws Exception {
    explain("--at", "0,0", "--peers", "3", "--no-topics", "2");
    assertThat(out.toString()).contains("not p2p: no topics: peer 1, peer 2", "ws-room (this");

    explain("--at", "0,0", "--peers", "3", "--listened");
    assertThat(out.toString()).contains("not p2p: a third-party server listens");

    explain("--at", "0,0", "--peers", "9", "--scene", "bafkrei");
    assertThat(out.toString())
        .contains("no: it has 9 peers", "not livekit:other: none is known", "It rides on p2p,");

    explain("--at", "56,85", "--peers", "9");
    assertThat(out.toString()).contains("It rides on livekit:casino-sfu, with at most 100 peers.");
  }

  @Test
  void what_cannot_be_asked_is_told() throws Exception {
    assertThat(explain("--at", "here")).isEqualTo(2);
    assertThat(explain("--at", "1,1..2,2")).isEqualTo(2);
    assertThat(explain("--at", "1,1", "--peers", "0")).isEqualTo(2);
    assertThat(explain("--at", "1,1", "--no-topics", "2")).isEqualTo(2);
    assertThat(explain()).isEqualTo(2);
    assertThat(explain("--at", "1,1", "--rules=[{ use: [carrier-pigeon] }]")).isEqualTo(2);
  }

  @Test
  void a_running_node_says_which_transports_there_are(Vertx vertx) throws Exception {
    HttpServer node = vertx
        .createHttpServer()
        .requestHandler(request -> request.response().end("""
            {"own":"here","rooms":true,"transports":[{"id":"casino-sfu","kind":"livekit","url":"wss://s",
            "seats":2,"users":90,"islandSize":0,"healthy":true,"draining":false},{"id":"here","kind":"ws-room",
            "url":"ws://h","seats":9,"users":1,"islandSize":70,"healthy":true,"draining":false}]}"""))
        .listen(0, "127.0.0.1")
        .await(Patience.SECONDS, TimeUnit.SECONDS);

    assertThat(explain(
            "--at", "56,85", "--peers", "9", "--url", "http://127.0.0.1:" + node.actualPort()))
        .isZero();

    assertThat(out.toString())
        .contains(
            "not livekit:casino-sfu: too few seats",
            "It rides on ws-room (this node's rooms), with at most 70 peers.");
  }

  @Test
  void a_node_that_does_not_say_it_is_told_with_the_reason(Vertx vertx) throws Exception {
    HttpServer publicPort = vertx
        .createHttpServer()
        .requestHandler(request -> {
          boolean known = request.path().startsWith("/other");
          request.response().setStatusCode(known ? 200 : 404).end("{}");
        })
        .listen(0, "127.0.0.1")
        .await(Patience.SECONDS, TimeUnit.SECONDS);
    String url = "http://127.0.0.1:" + publicPort.actualPort();

    assertThat(explain("--at", "1,1", "--url", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(explain("--at", "1,1", "--url", url)).isEqualTo(1);
    assertThat(explain("--at", "1,1", "--url", url + "/other")).isEqualTo(1);
    assertThat(explain("--at", "1,1", "--url", "localhost:8081")).isEqualTo(1);

    assertThat(errors.toString())
        .contains(
            "nothing answers there",
            "status 404",
            "answers something else",
            "no URL such as",
            "operations.port");
  }

  private int explain(String... arguments) throws Exception {
    Path file = Files.writeString(folder.resolve("atoll.yaml"), SETTINGS);
    CommandLine command = Atoll.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(errors, true));
    return command.execute(
        Stream.concat(Stream.of("explain", "--config", file.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }
}
