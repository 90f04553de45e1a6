package dev.atoll.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.auth.HttpExchange;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.LiveKitParticipant;
import dev.atoll.protocol.message.LiveKitRoom;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real LiveKit server. */
class RoomServiceTest {
  private static final String ONE = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  private static final String TWO = "0x1563915e194d8cfba1943570603f7606a3115508";

  private static final HttpExchange.Bounds PATIENT =
      new HttpExchange.Bounds(Patience.TIME, 8, 256, 4 << 20);

  private final Vertx vertx = Vertx.vertx();
  private final LiveKitTokens tokens =
      LiveKitTokens.create(vertx, LiveKitServer.KEY, LiveKitServer.SECRET);
  private LiveKitServer server;
  private RoomService service;

  @BeforeEach
  void start() {
    server = LiveKitServer.start();
    service = new RoomService(vertx, URI.create(server.url() + "/"), tokens, PATIENT);
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    if (server != null) {
      server.close();
    }
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.await(Patience.SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError(late);
    }
  }

  private String string(String address, String room) {
    return "livekit:" + server.url() + "?access_token=" + tokens.join(address, room);
  }

  @Test
  void tells_who_is_in_which_room_and_removes_them() {
    try (LiveKitPeers peers = new LiveKitPeers()) {
      peers.join("one", string(ONE, "I1"));
      peers.join("two", string(TWO, "I1"));
      peers.await("one joined", "two joined");
      // LiveKit counts who is inside once a second
      await()
          .untilAsserted(() -> assertThat(get(service.rooms()))
              .extracting(LiveKitRoom::getName, LiveKitRoom::getNumParticipants)
              .containsExactly(tuple("I1", 2)));
      assertThat(get(service.participants("I1")))
          .extracting(LiveKitParticipant::getIdentity)
          .containsExactlyInAnyOrder(ONE, TWO);

      assertThat(get(service.remove("I1", ONE))).isTrue();

      peers.await("one gone PARTICIPANT_REMOVED");
      await()
          .untilAsserted(() -> assertThat(get(service.participants("I1")))
              .extracting(LiveKitParticipant::getIdentity)
              .containsExactly(TWO));

      assertThat(get(service.end("I1"))).isTrue();

      peers.await("two gone ROOM_DELETED");
      await().untilAsserted(() -> assertThat(get(service.rooms())).isEmpty());
    }
  }

  @Test
  void says_when_there_was_nobody_and_nothing() {
    assertThat(get(service.rooms())).isEmpty();
    assertThat(get(service.participants("I9"))).isEmpty();
    assertThat(get(service.remove("I9", ONE))).isFalse();
    assertThat(get(service.end("I9"))).isFalse();
  }

  @Test
  void is_refused_with_another_secret() {
    Secret other = new Secret("not-the-secret-of-the-casino-0123456789");
    RoomService stranger = new RoomService(
        vertx,
        URI.create(server.url()),
        LiveKitTokens.create(vertx, LiveKitServer.KEY, other),
        PATIENT);

    assertThatThrownBy(() -> get(stranger.rooms())).hasMessage("status 401");
    assertThatThrownBy(() -> get(stranger.remove("I1", ONE))).hasMessage("status 401");
  }

  @Test
  void knows_whether_the_server_is_there() {
    assertThat(get(service.healthy())).isTrue();

    server.kill();

    assertThat(get(service.healthy())).isFalse();
    // of one kind or another: connections are refused by now, or closed while they are used
    assertThatThrownBy(() -> get(service.rooms()))
        .isInstanceOf(Exception.class)
        .isNotInstanceOf(RoomService.RefusedException.class);

    server.run();

    await().atMost(Patience.TIME).until(() -> get(service.healthy()));
  }
}
