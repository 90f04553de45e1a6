package dev.atoll.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.config.Secret;
import dev.atoll.transport.Passenger;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who gets into the rooms of a real LiveKit server with the connection strings that islands are given. */
class LiveKitEntryTest {
  private static final String ONE = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  private static final String TWO = "0x1563915e194d8cfba1943570603f7606a3115508";

  private static final Vertx VERTX = Vertx.vertx();
  private static LiveKitServer server;
  private static LiveKitPeers peers;

  @BeforeAll
  static void start() {
    server = LiveKitServer.start();
    peers = new LiveKitPeers();
  }

  @AfterAll
  static void stop() {
    if (peers != null) {
      peers.close();
    }
    if (server != null) {
      server.close();
    }
    VERTX.close().await();
  }

  private static String string(LiveKitTokens tokens, String address, String island) {
    return new LiveKitTransport(server.url(), tokens)
        .connectionStrings(island, List.of(new Passenger(address, "")))
        .result()
        .get(address);
  }

  private static LiveKitTokens tokens() {
    return LiveKitTokens.create(VERTX, LiveKitServer.KEY, LiveKitServer.SECRET);
  }

  @Test
  void peers_of_an_island_hear_each_other() {
    peers.join("one", string(tokens(), ONE, "I1"));
    peers.await("one joined I1");
    peers.join("two", string(tokens(), TWO, "I1"));
    peers.await("two joined I1", "one sees " + TWO);

    peers.say("one", "hello two");
    peers.say("two", "hello one");

    peers.await("two heard " + ONE + " hello two", "one heard " + TWO + " hello one");
  }

  @Test
  void peers_of_another_island_do_not() {
    peers.join("near", string(tokens(), ONE, "I2"));
    peers.join("far", string(tokens(), TWO, "I3"));
    peers.await("near joined I2", "far joined I3");
    peers.join("nearer", string(tokens(), "0xc", "I2"));
    peers.await("nearer joined I2", "near sees 0xc");

    peers.say("far", "to nobody");
    peers.say("nearer", "to my own");

    assertThat(peers.await("near heard")).containsExactly("near heard 0xc to my own");
  }

  @Test
  void a_token_of_another_secret_is_refused() {
    Secret other = new Secret("not-the-secret-of-the-casino-0123456789");

    peers.join(
        "stranger", string(LiveKitTokens.create(VERTX, LiveKitServer.KEY, other), ONE, "I4"));

    assertThat(peers.await("stranger ").get(0)).startsWith("stranger refused").contains("401");
  }

  @Test
  void a_token_of_an_unknown_key_is_refused() {
    LiveKitTokens unknown = LiveKitTokens.create(VERTX, "APIother", LiveKitServer.SECRET);

    peers.join("unknown", string(unknown, ONE, "I4"));

    assertThat(peers.await("unknown ").get(0)).startsWith("unknown refused").contains("401");
  }

  @Test
  void a_token_whose_time_is_over_is_refused() {
    Clock past = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-7));
    LiveKitTokens old = new LiveKitTokens(VERTX, LiveKitServer.KEY, LiveKitServer.SECRET, past);

    peers.join("late", string(old, ONE, "I4"));

    assertThat(peers.await("late ").get(0)).startsWith("late refused").contains("401");
  }

  @Test
  void a_token_leads_to_its_own_room_whichever_is_asked_for() throws Exception {
    String query = "/rtc?protocol=16&room=room-asked-for&access_token="
        + tokens().join(ONE, "room-of-the-token");
    CompletableFuture<String> joined = new CompletableFuture<>();

    WebSocketClient client = VERTX.createWebSocketClient();
    client
        .connect(new WebSocketConnectOptions().setAbsoluteURI(server.url() + query))
        .onFailure(joined::completeExceptionally)
        .onSuccess(socket -> socket.binaryMessageHandler(
            first -> joined.complete(first.toString(StandardCharsets.ISO_8859_1))));

    assertThat(joined.get(Patience.SECONDS, TimeUnit.SECONDS))
        .contains("room-of-the-token")
        .doesNotContain("room-asked-for");
  }
}
