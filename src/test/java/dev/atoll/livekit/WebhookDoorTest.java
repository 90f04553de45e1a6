package dev.atoll.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.auth.SignedClaims;
import dev.atoll.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody can send to the door for webhooks; nobody listens at LiveKit's own URL. */
class WebhookDoorTest {
  private static final LiveKit.Tuning NEVER_ASKS =
      new LiveKit.Tuning(Duration.ofSeconds(10), new Poll.Tuning(Duration.ofHours(1), 1));

  private final Vertx vertx = Vertx.vertx();
  private final LiveKitRig rig = new LiveKitRig(vertx);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() throws Exception {
    rig.start("ws://127.0.0.1:9", NEVER_ASKS, Map.of());
  }

  @AfterEach
  void stop() {
    rig.close();
    vertx.close().await();
  }

  private static String event(String id, String name, String sid) {
    return new JsonObject()
        .put("event", name)
        .put("id", id)
        .put("room", new JsonObject().put("name", "I1").put("sid", "RM_1"))
        .put("participant", new JsonObject().put("identity", "0xa").put("sid", sid))
        .encode();
  }

  private static String hash(String body) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException none) {
      throw new AssertionError(none);
    }
  }

  private static JsonObject claims(String body) {
    long now = Instant.now().getEpochSecond();
    return new JsonObject()
        .put("iss", LiveKitServer.KEY)
        .put("nbf", now)
        .put("exp", now + 300)
        .put("sha256", hash(body));
  }

  private String token(JsonObject claims) {
    return new SignedClaims(vertx, LiveKitServer.SECRET, 4096).sign(claims);
  }

  private int send(String token, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(rig.webhook()))
        .header("Authorization", token)
        .header("Content-Type", "application/webhook+json")
        .timeout(Patience.TIME)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private int send(String body) throws Exception {
    return send(token(claims(body)), body);
  }

  @Test
  void believes_who_has_the_key() throws Exception {
    assertThat(send(event("EV_1", "participant_joined", "PA_1"))).isEqualTo(200);
    rig.awaitPeers(Map.of("I1", 1));

    assertThat(send(
            "Bearer " + token(claims(event("EV_2", "participant_left", "PA_1"))),
            event("EV_2", "participant_left", "PA_1")))
        .isEqualTo(200);
    rig.awaitPeers(Map.of("I1", 0));
    assertThat(rig.meters
            .get("atoll.livekit.webhooks")
            .tag("deployment", "casino")
            .counter()
            .count())
        .isEqualTo(2);

    assertThat(send(event("EV_3", "room_finished", ""))).isEqualTo(200);
    rig.awaitPeers(Map.of());
  }

  @Test
  void hears_each_event_once() throws Exception {
    assertThat(send(event("EV_1", "participant_joined", "PA_1"))).isEqualTo(200);
    assertThat(send(event("EV_2", "participant_left", "PA_1"))).isEqualTo(200);

    assertThat(send(event("EV_1", "participant_joined", "PA_1"))).isEqualTo(200);

    rig.awaitPeers(Map.of("I1", 0));
  }

  @Test
  void refuses_tokens_that_are_none_of_the_deployments() throws Exception {
    String body = event("EV_1", "participant_joined", "PA_1");
    long now = Instant.now().getEpochSecond();
    Secret other = new Secret("not-the-secret-of-the-casino-0123456789");
    String[] parts = token(claims(body)).split("\\.");

    assertThat(send(new SignedClaims(vertx, other, 4096).sign(claims(body)), body))
        .isEqualTo(401);
    assertThat(send(token(claims(body).put("iss", "APIother")), body)).isEqualTo(401);
    assertThat(send(token(claims(body).put("exp", now - 61)), body)).isEqualTo(401);
    assertThat(send(token(claims(body).put("nbf", now + 120)), body)).isEqualTo(401);
    assertThat(send(token(claims(body).putNull("exp")), body)).isEqualTo(401);
    assertThat(send(token(claims(body).put("exp", "never")), body)).isEqualTo(401);
    assertThat(send(token(claims(body).put("sha256", hash(body + " "))), body)).isEqualTo(401);
    assertThat(send(token(claims(body).put("sha256", 7)), body)).isEqualTo(401);
    assertThat(send(parts[0] + "." + parts[1] + ".", body)).isEqualTo(401);
    assertThat(send("eyJhbGciOiJub25lIn0." + parts[1] + ".", body)).isEqualTo(401);
    assertThat(send(
            new LiveKitTokens(vertx, LiveKitServer.KEY, LiveKitServer.SECRET, Clock.systemUTC())
                .join("0xa", "I1"),
            body))
        .as("a peer's own token")
        .isEqualTo(401);
    assertThat(rig.meters.get("atoll.livekit.webhooks.refused").counter().count())
        .isEqualTo(11);
    rig.awaitPeers(Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "Bearer", "Bearer ", "....", "a.b.c", "Basic YTpi", "ü"})
  void refuses_what_is_no_token(String token) throws Exception {
    String request = "POST /livekit/webhook HTTP/1.1\r\nHost: a\r\nAuthorization: " + token
        + "\r\nContent-Length: 2\r\n\r\n{}";

    assertThat(raw(request)).startsWith("HTTP/1.1 401");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{\"event\":\"participant_joined\",\"room\":7}",
        "{\"event\":\"participant_joined\",\"participant\":{\"permission\":\"x\"}}"
      })
  void refuses_what_is_no_event(String body) throws Exception {
    assertThat(send(body)).isEqualTo(400);

    assertThat(send(event("EV_1", "participant_joined", "PA_1"))).isEqualTo(200);
    rig.awaitPeers(Map.of("I1", 1));
  }

  @Test
  void passes_over_events_it_does_not_know() throws Exception {
    assertThat(send("{\"event\":\"track_published\",\"id\":\"EV_9\"}")).isEqualTo(200);
    assertThat(send("{}")).isEqualTo(200);
    assertThat(send("{\"event\":7,\"id\":{}}")).isEqualTo(200);

    rig.awaitPeers(Map.of());
  }

  @Test
  void reads_no_more_than_it_should() throws Exception {
    String body = "{\"event\":\"" + "x".repeat(WebhookDoor.MOST_BYTES) + "\"}";

    assertThat(send(body)).isEqualTo(413);

    // and of somebody without a key nothing at all
    String head = "POST /livekit/webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n";
    assertThat(raw(head)).startsWith("HTTP/1.1 401");
  }

  /** What the server answers to these bytes, until it closes the connection. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", rig.port())) {
      socket.setSoTimeout((int) Patience.TIME.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
