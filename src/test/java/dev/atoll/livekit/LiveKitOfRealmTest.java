package dev.atoll.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.auth.Access;
import dev.atoll.auth.SignedClaims;
import dev.atoll.bus.Headers;
import dev.atoll.bus.JoinedBuses;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.config.AtollSettings;
import dev.atoll.protocol.message.LeftIslandMessage;
import dev.atoll.protocol.message.ListParticipantsResponse;
import dev.atoll.protocol.message.ListRoomsResponse;
import dev.atoll.protocol.message.LiveKitParticipant;
import dev.atoll.protocol.message.LiveKitRoom;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes of one realm that know one deployment, each by a URL of its own, so that it is seen who asks it. */
@Timeout(180)
class LiveKitOfRealmTest {
  private static final String PLAYER = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  private static final LiveKit.Tuning QUICK =
      new LiveKit.Tuning(Duration.ofMillis(20), new Poll.Tuning(Duration.ofMillis(50), 2));

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private final JoinedBuses buses = new JoinedBuses("a", "b");
  private volatile String leader = "a";
  private Node a;
  private Node b;

  @BeforeEach
  void start() {
    get(() -> {
      buses.join();
      return Future.succeededFuture();
    });
    a = new Node("a");
    b = new Node("b");
  }

  @AfterEach
  void stop() {
    get(() -> Future.join(a.liveKit.stop(), b.liveKit.stop()));
    vertx.close().await();
  }

  @Test
  void the_leader_alone_asks_and_tells_and_the_others_know_what_it_knows() {
    await()
        .until(
            () -> a.told.size() > 2 && b.isHealthy() && b.peers().equals(Map.of("I1", 1, "I2", 1)));

    assertThat(b.asked).isEmpty();
    assertThat(b.told).isEmpty();
  }

  @Test
  void who_comes_to_lead_asks_and_tells_at_once_and_the_one_before_no_more() {
    await().until(() -> a.told.size() > 2);

    leader = "b";

    await().until(() -> b.told.size() > 2);
    int asked = a.asked.size();
    int more = b.asked.size() + 10;
    await().until(() -> b.asked.size() > more);
    assertThat(a.asked).hasSize(asked);
  }

  @Test
  void what_any_node_is_told_by_a_webhook_the_leader_acts_on() throws Exception {
    await().until(() -> a.isHealthy() && b.isHealthy());
    left("I2");

    assertThat(b.webhook("I2")).isEqualTo(200);

    await().until(() -> a.asked.contains("RemoveParticipant"));
    assertThat(b.asked).isEmpty();
  }

  @Test
  void who_had_to_leave_when_nobody_led_is_removed_by_who_comes_to_lead() throws Exception {
    await().until(() -> a.isHealthy() && b.isHealthy());
    leader = "nobody";
    left("I2");
    assertThat(b.webhook("I2")).isEqualTo(200);

    leader = "b";

    await().until(() -> b.asked.contains("RemoveParticipant"));
  }

  private void left(String island) {
    LeftIslandMessage left =
        LeftIslandMessage.newBuilder().setIslandId(island).setPeerId(PLAYER).build();
    get(() -> {
      buses.of("a").publish(new Message(Subjects.peerLeft(island), Payload.of(left), Headers.NONE));
      return Future.succeededFuture();
    });
  }

  private <T> T get(Supplier<Future<T>> task) {
    Promise<T> done = Promise.promise();
    context.runOnContext(now -> task.get().onComplete(done));
    return done.future().await();
  }

  private final class Node {
    /** What its deployment was asked. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** What the realm was told by it. */
    final List<Message> told = new CopyOnWriteArrayList<>();

    final LiveKit liveKit;
    private final HttpServer door;

    Node(String id) {
      HttpServer deployment =
          get(() -> vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
      AtollSettings settings = settings("ws://127.0.0.1:" + deployment.actualPort());
      Router router = Router.router(vertx);
      liveKit = get(() -> {
        buses.of(id).overhear(Subjects.only(Subjects.TRANSPORT_DISCOVERY), this::hear);
        LiveKit made = new LiveKit(
            new LiveKit.Parts(
                vertx,
                settings,
                buses.of(id),
                new Access(vertx, settings),
                new SimpleMeterRegistry(),
                () -> leader.equals(id)),
            QUICK);
        made.mount(router);
        made.start();
        return Future.succeededFuture(made);
      });
      door = get(() -> vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    private void hear(Message message) {
      if (!message.headers().isFromAnotherNode()) {
        told.add(message);
      }
    }

    /** One in each of two rooms. */
    private void answer(HttpServerRequest request) {
      String call = request.path().replaceFirst(".*/", "");
      asked.add(call);
      ListRoomsResponse.Builder rooms = ListRoomsResponse.newBuilder()
          .addRooms(LiveKitRoom.newBuilder().setName("I1").setSid("RM_1").setNumParticipants(1))
          .addRooms(LiveKitRoom.newBuilder().setName("I2").setSid("RM_2").setNumParticipants(1));
      Buffer answer = switch (call) {
        case "ListRooms" -> Buffer.buffer(rooms.build().toByteArray());
        case "ListParticipants" ->
          Buffer.buffer(ListParticipantsResponse.newBuilder()
              .addParticipants(LiveKitParticipant.newBuilder()
                  .setIdentity("0xa")
                  .setSid("PA_0")
                  .setState(LiveKitParticipant.State.ACTIVE))
              .build()
              .toByteArray());
        default -> Buffer.buffer();
      };
      request.response().end(answer);
    }

    boolean isHealthy() {
      return get(() -> Future.succeededFuture(liveKit.health().get("casino")));
    }

    Map<String, Integer> peers() {
      return get(() -> Future.succeededFuture(liveKit.peers("casino")));
    }

    /** LiveKit tells this node that the player came into a room. */
    int webhook(String room) throws Exception {
      String body = new JsonObject()
          .put("event", "participant_joined")
          .put("id", "EV_1")
          .put("room", new JsonObject().put("name", room).put("sid", "RM_2"))
          .put("participant", new JsonObject().put("identity", PLAYER).put("sid", "PA_1"))
          .encode();
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
      long now = Instant.now().getEpochSecond();
      String token = new SignedClaims(vertx, LiveKitServer.SECRET, 4096)
          .sign(new JsonObject()
              .put("iss", LiveKitServer.KEY)
              .put("nbf", now)
              .put("exp", now + 300)
              .put("sha256", Base64.getEncoder().encodeToString(digest)));
      HttpRequest request = HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + door.actualPort() + "/livekit/webhook"))
          .header("Authorization", token)
          .POST(HttpRequest.BodyPublishers.ofString(body))
          .build();
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static AtollSettings settings(String url) {
    return AtollSettings.of(Map.of(
        "cluster.enabled", "true",
        "cluster.secret", "the secret of these nodes",
        "http.public-url", "https://realm.example",
        "rooms.public-url", "https://node.realm.example",
        "livekit",
            "[{id: casino, url: '" + url + "', api-key: " + LiveKitServer.KEY + ", api-secret: "
                + LiveKitServer.SECRET.value() + "}]"));
  }
}
