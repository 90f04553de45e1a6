package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.handshake.DoorClient;
import dev.atoll.livekit.LiveKitStage;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.Packet;
import dev.atoll.protocol.message.PlayerPosition;
import dev.atoll.protocol.message.Scene;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What crosses a side-car, from real clients in a real LiveKit through to a real third-party server and back (the comms v3 document's
 * picture of LiveKit).
 */
class LiveKitFlowsTest {
  private static final String SCENE = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";

  @RegisterExtension
  private static final LiveKitStage STAGE = new LiveKitStage();

  private static int islands;

  private final Identity alice = GatewayRig.identity();
  private GatewayRig rig;

  /** So that no two tests have islands of the same name in the one LiveKit. */
  private final String prefix = "T" + ++islands + "I";

  @AfterEach
  void stop() {
    rig.close();
  }

  private void start(Map<String, String> beside) throws Exception {
    Map<String, String> settings = new HashMap<>(Map.of(
        "islands.transport",
        "livekit",
        "livekit",
        STAGE.server().settings(),
        "islands.prefix",
        prefix));
    settings.putAll(beside);
    rig = GatewayRig.open(settings);
  }

  /** An explorer in LiveKit; its island. */
  private String enter(String name, Identity identity) {
    DoorClient door = DoorClient.connect(rig.vertx(), rig.port()).login(identity);
    while (true) {
      door.heartbeat(8, 8);
      IslandChangedMessage change = door.next().getIslandChanged();
      if (change.getConnStr().startsWith("livekit:")) {
        STAGE.peers().join(name, change.getConnStr());
        STAGE.peers().await(name + " joined " + change.getIslandId());
        return change.getIslandId();
      }
    }
  }

  private static byte[] position(float x) {
    return Packet.newBuilder()
        .setPosition(PlayerPosition.newBuilder().setPositionX(x))
        .build()
        .toByteArray();
  }

  private static byte[] inScene(String text) {
    return Packet.newBuilder()
        .setScene(Scene.newBuilder().setSceneId(SCENE).setData(ByteString.copyFromUtf8(text)))
        .build()
        .toByteArray();
  }

  private static Packet received(String name, Runnable saying) {
    return STAGE.peers().received(name, GatewayRig.SERVER, saying);
  }

  @Test
  void positions_reach_a_server_and_its_packets_the_explorer() throws Exception {
    start(Map.of());
    String island = enter("alice", alice);
    ThirdParty game = rig.server("game", "0,0");
    game.subscribe("messageBus.island.*.peer.*.position");
    STAGE.peers().await("alice sees " + GatewayRig.SERVER);

    STAGE.peers().sendUntil("alice", position(7), () -> !game.hasHeardAll());

    JsonObject heard = game.next("message");
    assertThat(heard.getString("subject"))
        .isEqualTo("messageBus.island." + island + ".peer." + alice.address() + ".position");
    assertThat(heard.getString("sender")).isEqualTo(alice.address());
    assertThat(heard.getJsonObject("position").getFloat("x")).isEqualTo(7);
    Packet answer = received(
        "alice", () -> game.publish("messageBus.island." + island + ".game", "chat", "well moved"));
    assertThat(answer.getChat().getMessage()).isEqualTo("well moved");
  }

  @Test
  void scene_messages_reach_a_server_and_its_answer_the_explorer() throws Exception {
    start(Map.of());
    enter("bob", alice);
    ThirdParty game = rig.server("game", SCENE, "0,0");
    game.subscribe("messageBus.scene." + SCENE + ".>");
    STAGE.peers().await("bob sees " + GatewayRig.SERVER);

    STAGE.peers().sendUntil("bob", inScene("open"), () -> !game.hasHeardAll());

    JsonObject heard = game.next("message");
    assertThat(heard.getString("subject")).isEqualTo("messageBus.scene." + SCENE + ".message");
    assertThat(heard.getString("sender")).isEqualTo(alice.address());
    assertThat(heard.getString("text")).isEqualTo("open");
    Scene said = received(
            "bob", () -> game.publish("messageBus.scene." + SCENE + ".door", "text", "opened"))
        .getScene();
    assertThat(said.getSceneId()).isEqualTo(SCENE);
    assertThat(said.getData().toStringUtf8()).isEqualTo("opened");
  }

  @Test
  void a_server_that_only_speaks_is_heard_as_itself() throws Exception {
    start(Map.of());
    String island = enter("carol", alice);

    Packet heard = received(
        "carol", () -> post("messageBus.island." + island + ".game", "{\"chat\":\"hello\"}"));

    assertThat(heard.getChat().getMessage()).isEqualTo("hello");
  }

  private void post(String subject, String json) {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + rig.port() + "/gateway/publish/" + subject))
        .header("Authorization", "Bearer " + rig.token("curl", "0,0"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
    assertThat(HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString()))
        .succeedsWithin(Patience.TIME)
        .returns(200, HttpResponse::statusCode);
  }

  @Test
  void a_server_of_a_node_without_side_cars_is_told_why_it_hears_nothing() throws Exception {
    start(Map.of("node.run", "handshake, archipelago, rooms, gateway"));
    String island = enter("dave", alice);
    ThirdParty game = rig.server("game", "0,0");

    game.subscribe("messageBus.island.*.peer.*.position");

    JsonObject notice = game.next("notice");
    assertThat(notice.getString("name")).isEqualTo("side_car_off");
    assertThat(notice.getString("island")).isEqualTo(island);
    assertThat(notice.getString("text")).contains("node.run");
  }

  @Test
  void a_side_car_is_no_user_of_the_realm() throws Exception {
    start(Map.of());
    enter("erin", alice);
    ThirdParty game = rig.server("game", "0,0");
    game.subscribe("messageBus.island.*.>");
    STAGE.peers().await("erin sees " + GatewayRig.SERVER);

    String metrics = get(rig.node().operationsPort(), "/metrics");

    assertThat(metrics).contains("atoll_side_car_rooms 1.0");
    assertThat(get(rig.port(), "/peers"))
        .contains(alice.address())
        .doesNotContain(GatewayRig.SERVER);
    assertThat(get(rig.port(), "/islands")).doesNotContain(GatewayRig.SERVER);
  }

  private static String get(int port, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
