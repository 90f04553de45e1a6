package dev.atoll.livekit.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.livekit.LiveKitPeers;
import dev.atoll.livekit.LiveKitServer;
import dev.atoll.livekit.LiveKitTokens;
import dev.atoll.livekit.webrtc.WebRtc;
import dev.atoll.livekit.webrtc.WebRtcNeeded;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A side-car's stays in rooms of a real LiveKit, with real clients. */
class ParticipantTest {
  private static final String OWN = "0x00000000000000000000000000000000000000ab";
  private static final String ONE = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";

  private static final Vertx VERTX = Vertx.vertx();
  private static final Context CONTEXT = VERTX.getOrCreateContext();
  private static LiveKitServer server;
  private static LiveKitPeers peers;
  private static LiveKitTokens tokens;
  private static WebSocketClient client;

  private final Stay stay = new Stay();

  @BeforeAll
  static void start() {
    WebRtcNeeded.load();
    server = LiveKitServer.start();
    peers = new LiveKitPeers();
    tokens = LiveKitTokens.create(VERTX, LiveKitServer.KEY, LiveKitServer.SECRET);
    client = VERTX.createWebSocketClient();
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

  private static Participant join(Stay stay, String token, boolean single) {
    Participant.Surroundings surroundings =
        new Participant.Surroundings(VERTX, client, WebRtc.load());
    return onLoop(() -> Participant.join(
        surroundings, new Participant.Entry(server.url(), token, single, OWN), stay));
  }

  private static <T> T onLoop(java.util.function.Supplier<T> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    CONTEXT.runOnContext(now -> done.complete(task.get()));
    return done.join();
  }

  private static void say(Participant participant, String text) {
    onLoop(() -> {
      participant.say(Spoken.toAll(ByteString.copyFromUtf8(text)));
      return true;
    });
  }

  private static void peer(String name, String room) {
    peers.join(name, "livekit:" + server.url() + "?access_token=" + tokens.join(ONE, room));
    peers.await(name + " joined " + room);
  }

  private static void leave(Participant participant) {
    onLoop(() -> {
      participant.leave();
      return true;
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hears_what_is_said_and_is_heard_as_itself(boolean single) {
    String room = "I1" + single;
    peer(room, room);

    Participant participant = join(stay, tokens.sideCar(OWN, room, false), single);
    stay.await("ready");
    stay.await("members true");
    peers.await(room + " sees " + OWN);

    peers.say(room, "hello");
    stay.await("heard " + ONE + " hello");
    peers.sendUntil(room, new byte[] {'h', 'i'}, () -> stay.has("heard " + ONE + " hi"));
    say(participant, "hello yourself");
    peers.await(room + " heard " + OWN + " hello yourself");
    peers.leave(room);
    stay.await("members false");
    leave(participant);
    stay.await("ended LEFT");
    assertThat(stay.dropped).hasValue(0);
  }

  @Test
  void large_packets_pass_whole_both_ways() {
    peer("large", "I2");
    Participant participant = join(stay, tokens.sideCar(OWN, "I2", false), true);
    stay.await("ready");
    peers.await("large sees " + OWN);
    String most = "x".repeat(61_000);

    say(participant, most);
    peers.await("large heard " + OWN + " " + most);
    peers.say("large", most);
    stay.await("heard " + ONE + " " + most);
    leave(participant);
  }

  @Test
  void hidden_hears_and_is_in_nobody_s_list() {
    peer("hidden", "I3");
    Participant participant = join(stay, tokens.sideCar(OWN, "I3", true), true);
    stay.await("ready");

    peers.say("hidden", "who is there");
    stay.await("heard " + ONE + " who is there");
    say(participant, "nobody");
    peers.await("hidden heard  nobody");
    leave(participant);
  }

  @Test
  void whoever_comes_with_the_same_identity_takes_its_place() {
    join(stay, tokens.sideCar(OWN, "I4", false), true);
    stay.await("ready");
    Stay other = new Stay();
    Participant second = join(other, tokens.sideCar(OWN, "I4", false), true);

    other.await("ready");
    stay.await("ended DUPLICATE");
    leave(second);
  }

  @Test
  void a_token_that_is_none_is_refused() {
    join(stay, "none", true);

    assertThat(stay.await("ended")).isEqualTo("ended REFUSED status 401");
  }
}
