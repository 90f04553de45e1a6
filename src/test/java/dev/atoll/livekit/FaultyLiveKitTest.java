package dev.atoll.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.MessageLite;
import dev.atoll.Patience;
import dev.atoll.auth.HttpExchange;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.ListParticipantsResponse;
import dev.atoll.protocol.message.ListRoomsResponse;
import dev.atoll.protocol.message.LiveKitParticipant;
import dev.atoll.protocol.message.LiveKitRoom;
import dev.atoll.protocol.message.RoomParticipantIdentity;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is no good LiveKit. */
class FaultyLiveKitTest {
  private static final String ONE = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  private static final LiveKit.Tuning QUICK =
      new LiveKit.Tuning(Duration.ofMillis(50), new Poll.Tuning(Duration.ofMillis(50), 1));
  private static final Duration SHORT = Duration.ofMillis(500);

  private final Vertx vertx = Vertx.vertx();
  private final LiveKitRig rig = new LiveKitRig(vertx);
  private volatile Handler<HttpServerRequest> behaviour = request -> {};
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = vertx
        .createHttpServer()
        .requestHandler(request -> behaviour.handle(request))
        .listen(0, "127.0.0.1")
        .await(Patience.SECONDS, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    rig.close();
    vertx.close().await();
  }

  private String url() {
    return "ws://127.0.0.1:" + server.actualPort();
  }

  private RoomService service(Duration deadline) {
    LiveKitTokens tokens = LiveKitTokens.create(vertx, LiveKitServer.KEY, LiveKitServer.SECRET);
    HttpExchange.Bounds small = new HttpExchange.Bounds(deadline, 2, 2, 1000);
    return new RoomService(vertx, URI.create(url()), tokens, small);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(Patience.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void an_answer_that_is_none_is_a_failure() {
    behaviour = request -> request.response().end("<html>Welcome to nginx</html>");
    assertThatThrownBy(() -> get(service(Patience.TIME).rooms()))
        .hasMessageContaining("Protocol message");

    behaviour = request ->
        request.response().setStatusCode(302).putHeader("location", "/").end();
    assertThatThrownBy(() -> get(service(Patience.TIME).rooms())).hasMessage("status 302");
    assertThatThrownBy(() -> get(service(Patience.TIME).remove("I1", ONE)))
        .hasMessage("status 302");
  }

  @Test
  void an_answer_that_does_not_come_or_does_not_end_is_a_failure() throws Exception {
    assertThatThrownBy(() -> get(service(SHORT).rooms())).hasMessageContaining("500");
    assertThat(get(service(SHORT).healthy())).isFalse();

    behaviour = request -> request.response().end(Buffer.buffer(new byte[2000]));
    assertThatThrownBy(() -> get(service(Patience.TIME).rooms()))
        .hasMessageContaining("1000 bytes");
  }

  private static void say(HttpServerRequest request, MessageLite answer) {
    request.response().end(Buffer.buffer(answer.toByteArray()));
  }

  /** One peer in one room, whom it does not remove at the first try. */
  private void stubborn(HttpServerRequest request, BlockingQueue<String> removals) {
    String call = request.path().replaceFirst(".*/", "");
    switch (call) {
      case "ListRooms" ->
        say(
            request,
            ListRoomsResponse.newBuilder()
                .addRooms(
                    LiveKitRoom.newBuilder().setName("I1").setSid("RM_1").setNumParticipants(1))
                .build());
      case "ListParticipants" ->
        say(
            request,
            ListParticipantsResponse.newBuilder()
                .addParticipants(LiveKitParticipant.newBuilder()
                    .setIdentity(ONE)
                    .setSid("PA_1")
                    .setState(LiveKitParticipant.State.ACTIVE))
                .build());
      case "RemoveParticipant" ->
        request.body().onSuccess(body -> {
          try {
            removals.add(RoomParticipantIdentity.parseFrom(body.getBytes()).getIdentity());
          } catch (IOException malformed) {
            removals.add(malformed.toString());
          }
          request.response().setStatusCode(500).end();
        });
      default -> request.response().end("OK");
    }
  }

  @Test
  void a_removal_that_failed_is_tried_again() throws Exception {
    BlockingQueue<String> removals = new LinkedBlockingQueue<>();
    behaviour = request -> stubborn(request, removals);
    rig.start(url(), QUICK, Map.of());
    rig.awaitTold(true, 1);

    rig.publish(new Message(Subjects.connect(ONE), Payload.EMPTY));

    for (int i = 0; i < 3; i++) {
      assertThat(removals.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(ONE);
    }
  }

  @Test
  void one_whose_key_is_not_ours_is_not_healthy() throws Exception {
    behaviour = request -> {
      boolean call = request.path().startsWith("/twirp");
      request.response().setStatusCode(call ? 401 : 200).end();
    };
    rig.start(url(), QUICK, Map.of());

    assertThat(rig.awaitTold(false, 0).getHealthy()).isFalse();
  }

  @Test
  void one_lost_answer_makes_nobody_move() throws Exception {
    rig.start(url(), QUICK, Map.of());
    rig.awaitTold(false, 0);
    BlockingQueue<String> removals = new LinkedBlockingQueue<>();
    int[] asked = {0};
    behaviour = request -> {
      boolean lost = request.path().equals("/") && ++asked[0] % 2 == 0;
      if (lost) {
        request.response().setStatusCode(406).end();
      } else {
        stubborn(request, removals);
      }
    };
    rig.awaitTold(true, 1);
    rig.told.clear();

    for (int i = 0; i < 5; i++) {
      assertThat(rig.told.poll(Patience.SECONDS, TimeUnit.SECONDS).getHealthy()).isTrue();
    }
  }

  @Test
  void one_that_counts_what_cannot_be_is_asked_again_and_told_of() throws Exception {
    int[] counts = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE};
    int[] asked = {0};
    behaviour = request -> {
      if (request.path().endsWith("ListRooms")) {
        int count = counts[Math.min(asked[0]++, counts.length - 1)];
        ListRoomsResponse.Builder rooms = ListRoomsResponse.newBuilder();
        for (int i = 0; i < 3; i++) {
          rooms.addRooms(LiveKitRoom.newBuilder()
              .setName("I" + i)
              .setSid("RM_" + i)
              .setNumParticipants(count));
        }
        say(request, rooms.build());
      } else if (request.path().endsWith("ListParticipants")) {
        request.response().setStatusCode(500).end();
      } else {
        request.response().end("OK");
      }
    };
    rig.start(url(), QUICK, Map.of());

    assertThat(rig.awaitTold(true, 0).getAvailableSeats()).isPositive();
    assertThat(rig.awaitTold(true, 300_000).getAvailableSeats()).isZero();
  }

  @Test
  void one_that_refuses_the_key_from_some_time_on_is_not_healthy_any_more() throws Exception {
    AtomicBoolean refuses = new AtomicBoolean();
    BlockingQueue<String> removals = new LinkedBlockingQueue<>();
    behaviour = request -> {
      if (refuses.get() && request.path().startsWith("/twirp")) {
        request.response().setStatusCode(401).end();
      } else {
        stubborn(request, removals);
      }
    };
    rig.start(
        url(),
        new LiveKit.Tuning(Duration.ofMillis(50), new Poll.Tuning(Duration.ofMillis(50), 3)),
        Map.of());
    rig.awaitTold(true, 1);

    refuses.set(true);
    rig.awaitTold(false, 0);

    refuses.set(false);
    rig.awaitTold(true, 1);
  }
}
