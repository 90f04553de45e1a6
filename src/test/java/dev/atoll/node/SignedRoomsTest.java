package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.auth.SignedHeaders;
import dev.atoll.client.Dialer;
import dev.atoll.client.RoomClient;
import dev.atoll.client.RoomListener;
import dev.atoll.client.Signer;
import dev.atoll.livekit.LiveKitPeers;
import dev.atoll.livekit.LiveKitServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rooms that are given out for signed requests, by a whole node. */
class SignedRoomsTest {
  private static final JsonObject LOGIN = new JsonObject()
      .put("intent", "dcl:explorer:comms-handshake")
      .put("signer", "dcl:explorer")
      .put("isGuest", false);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Identity identity = Identity.random(Instant.now().plus(Duration.ofHours(1)));
  private AtollNode node;
  private long lastSigned;

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private void start(Map<String, String> settings) throws Exception {
    node = TestNode.start(vertx, settings);
  }

  private String origin() {
    return "//127.0.0.1:" + node.httpPort();
  }

  /** Each at a time of its own, since a request counts once. */
  private Map<String, String> signed(String path, JsonObject metadata) {
    lastSigned = Math.max(System.currentTimeMillis(), lastSigned + 1);
    return SignedHeaders.of(identity, "POST " + path, lastSigned, metadata);
  }

  private HttpResponse<String> send(String path, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http:" + origin() + path))
        .timeout(Patience.TIME)
        .POST(HttpRequest.BodyPublishers.noBody());
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, JsonObject metadata) throws Exception {
    return send(path, signed(path, metadata));
  }

  private static JsonObject scene() {
    return new JsonObject().put("realmName", "name.dcl.eth").put("sceneId", "bafkrei1");
  }

  private RoomClient enter(String url) throws Exception {
    Future<RoomClient> entry =
        new Dialer(vertx).room(URI.create(url), Signer.of(vertx, identity), new RoomListener() {});
    return entry.await(Patience.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void a_signed_login_opens_a_room_of_its_own() throws Exception {
    start(Map.of());

    HttpResponse<String> answer = post("/signed-login/My%20World", LOGIN);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    String string = new JsonObject(answer.body()).getString("fixedAdapter");
    String room = "ws:" + origin() + "/rooms/signed%3Alogin%3AMy%20World";
    assertThat(string).startsWith("ws-room:" + room + "?access_token=");
    assertThat(enter(string.substring("ws-room:".length())).alias()).isPositive();
    assertThatThrownBy(() -> enter(room)).hasMessageContaining("1008");
  }

  @Test
  void a_scene_has_a_room_in_each_realm() throws Exception {
    start(Map.of());

    HttpResponse<String> answer = post("/get-scene-adapter", scene());

    assertThat(answer.statusCode()).isEqualTo(200);
    String string = new JsonObject(answer.body()).getString("adapter");
    assertThat(string)
        .startsWith("ws-room:ws:" + origin()
            + "/rooms/signed%3Ascene%3Aname.dcl.eth%3Abafkrei1?access_token=");
    assertThat(enter(string.substring("ws-room:".length())).alias()).isPositive();
  }

  @Test
  void who_asks_for_nothing_in_particular_gets_nothing() throws Exception {
    start(Map.of());
    JsonObject noRealm = scene();
    noRealm.remove("realmName");
    JsonObject noScene = scene();
    noScene.remove("sceneId");

    assertThat(post("/get-scene-adapter", noRealm).statusCode()).isEqualTo(401);
    assertThat(post("/get-scene-adapter", noScene).statusCode()).isEqualTo(400);
    assertThat(post("/get-scene-adapter", scene().put("sceneId", 7)).statusCode())
        .isEqualTo(400);
    assertThat(post("/get-scene-adapter", scene().put("sceneId", "a/b")).statusCode())
        .isEqualTo(400);
    assertThat(post("/get-scene-adapter", scene().put("sceneId", "x".repeat(200)))
            .statusCode())
        .isEqualTo(400);
    assertThat(post("/signed-login/a%2Fb", LOGIN).statusCode()).isEqualTo(400);
    assertThat(post("/signed-login/a%0Ab", LOGIN).statusCode()).isEqualTo(400);
  }

  @Test
  void nobody_enters_by_what_a_scene_or_another_purpose_signed() throws Exception {
    start(Map.of());

    for (JsonObject metadata : new JsonObject[] {
      new JsonObject(),
      LOGIN.copy().put("signer", "decentraland-kernel-scene"),
      LOGIN.copy().put("intent", "dcl:explorer:something-else"),
      LOGIN.copy().put("intent", 7)
    }) {
      HttpResponse<String> answer = post("/signed-login/r1", metadata);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(new JsonObject(answer.body()).getString("message")).isNotEmpty();
    }
    assertThat(post("/get-scene-adapter", scene().put("signer", "decentraland-kernel-scene"))
            .statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "signer, Decentraland-Kernel-Scene",
    "Signer, decentraland-kernel-scene",
    "SIGNER, decentraland-\u212aernel-scene"
  })
  void capital_letters_of_which_no_signature_tells_let_no_scene_in(String name, String signer)
      throws Exception {
    start(Map.of());
    JsonObject signed = scene().put("signer", "decentraland-kernel-scene");
    Map<String, String> headers = signed("/get-scene-adapter", signed);
    String changed = signed
        .encode()
        .replace("\"signer\"", '"' + name + '"')
        .replace("decentraland-kernel-scene", signer);
    headers.put(
        "x-identity-metadata",
        new String(changed.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));

    assertThat(raw("/get-scene-adapter", headers))
        .startsWith("HTTP/1.1 401 ")
        .contains("Signed by a scene");
  }

  /** What a request is answered with; Java's own client takes headers of ASCII only. */
  private String raw(String path, Map<String, String> headers) throws Exception {
    StringBuilder request =
        new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
    headers.forEach(
        (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    try (Socket socket = new Socket("127.0.0.1", node.httpPort())) {
      socket.setSoTimeout((int) Patience.TIME.toMillis());
      socket
          .getOutputStream()
          .write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_request_that_is_replayed_unsigned_or_for_another_room_is_refused() throws Exception {
    start(Map.of());
    Map<String, String> headers = signed("/signed-login/r1", LOGIN);
    Map<String, String> old = SignedHeaders.of(
        identity, "POST /signed-login/r1", System.currentTimeMillis() - 70_000, LOGIN);

    assertThat(send("/signed-login/r2", headers).statusCode()).isEqualTo(401);
    assertThat(send("/signed-login/r1", headers).statusCode()).isEqualTo(200);
    assertThat(send("/signed-login/r1", headers).statusCode()).isEqualTo(401);
    assertThat(send("/signed-login/r1", old).statusCode()).isEqualTo(401);
    assertThat(send("/signed-login/r1", Map.of()).statusCode()).isEqualTo(400);
  }

  @Test
  void a_path_before_a_proxy_is_signed_with_it() throws Exception {
    start(Map.of("http.public-url", "https://realm.example/atoll"));

    HttpResponse<String> answer = send("/signed-login/r1", signed("/atoll/signed-login/r1", LOGIN));

    assertThat(new JsonObject(answer.body()).getString("fixedAdapter"))
        .startsWith("ws-room:wss://realm.example/atoll/rooms/signed%3Alogin%3Ar1?access_token=");
  }

  @Test
  void the_banned_and_the_denied_get_no_room(@TempDir Path folder) throws Exception {
    HttpServer bans = vertx
        .createHttpServer()
        .requestHandler(request -> request.response().end("{\"data\":{\"isBanned\":true}}"))
        .listen(0, "127.0.0.1")
        .await(Patience.SECONDS, TimeUnit.SECONDS);
    start(Map.of("access.bans-url", "http://127.0.0.1:" + bans.actualPort() + "/{address}"));
    // who asks for the first time waits a second for an answer, which may take longer here
    Awaitility.await()
        .atMost(Patience.TIME)
        .until(() -> post("/get-scene-adapter", scene()).statusCode() == 403);
    assertThat(post("/signed-login/r1", LOGIN).statusCode()).isEqualTo(403);

    Path list = Files.writeString(folder.resolve("denied"), identity.address() + "\n");
    start(Map.of("access.deny-list", list.toString()));

    assertThat(post("/get-scene-adapter", scene()).statusCode()).isEqualTo(401);
    assertThat(post("/signed-login/r1", LOGIN).statusCode()).isEqualTo(401);
  }

  @Test
  void web_pages_may_ask() throws Exception {
    start(Map.of());
    HttpRequest preflight = HttpRequest.newBuilder(
            URI.create("http:" + origin() + "/signed-login/r1"))
        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
        .build();

    HttpResponse<Void> answer = client.send(preflight, HttpResponse.BodyHandlers.discarding());

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("access-control-allow-methods"))
        .hasValue("POST, OPTIONS");
    assertThat(answer.headers().firstValue("access-control-allow-headers")).hasValue("*");
  }

  @Test
  void where_livekit_answers_it_has_the_rooms() throws Exception {
    try (LiveKitServer server = LiveKitServer.start();
        LiveKitPeers peers = new LiveKitPeers()) {
      start(Map.of("livekit", server.settings()));
      Awaitility.await()
          .atMost(Patience.TIME)
          .until(() -> adapter().startsWith("livekit:" + server.url() + "?access_token="));

      peers.join("one", adapter());

      peers.await("one joined signed:scene:name.dcl.eth:bafkrei1");

      server.kill();

      Awaitility.await().atMost(Patience.TIME).until(() -> adapter().startsWith("ws-room:"));
    }
  }

  private String adapter() throws Exception {
    return new JsonObject(post("/get-scene-adapter", scene()).body()).getString("adapter");
  }
}
