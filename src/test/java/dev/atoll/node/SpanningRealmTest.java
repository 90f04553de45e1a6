package dev.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.client.Dialer;
import dev.atoll.client.PeerUpdate;
import dev.atoll.client.RoomClient;
import dev.atoll.client.RoomListener;
import dev.atoll.client.Signer;
import dev.atoll.config.InvalidSettingsException;
import dev.atoll.handshake.DoorClient;
import dev.atoll.protocol.message.IslandChangedMessage;
import dev.atoll.protocol.message.ServerPacket;
import dev.atoll.protocol.message.WsWelcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes behind one address, as behind a load balancer: islands' rooms and others are those of both. */
class SpanningRealmTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final TestRealm REALM =
      new TestRealm(2, Map.of("http.public-url", "http://realm.example"));

  @BeforeAll
  static void start() throws Exception {
    REALM.start(Map.of());
    REALM.start(Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    REALM.close();
  }

  /** A member of a room and what it is told there. */
  private static final class Told implements RoomListener {
    final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    final BlockingQueue<String> came = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> left = new LinkedBlockingQueue<>();

    @Override
    public void welcomed(RoomClient room, WsWelcome welcome) {
      came.addAll(welcome.getPeerIdentitiesMap().values());
    }

    @Override
    public void joined(int alias, String address) {
      came.add(address);
    }

    @Override
    public void left(int alias) {
      left.add(alias);
    }

    @Override
    public void update(PeerUpdate update) {
      said.add(update.alias() + " "
          + update
              .buffer()
              .toString(update.bodyOffset(), update.bodyLength(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void peers_of_one_island_hear_each_other_whichever_node_their_room_is_at() throws Exception {
    Identity near = identity();
    Identity nearby = identity();
    DoorClient one = login(0, near);
    DoorClient other = login(1, nearby);
    await().atMost(Patience.TIME).until(() -> {
      one.heartbeat(3000, 3000);
      other.heartbeat(3010, 3000);
      return !island(0, near).isEmpty() && island(0, near).equals(island(1, nearby));
    });
    String island = island(0, near);
    IslandChangedMessage toOne = told(one, island);
    IslandChangedMessage toOther = told(other, island);
    assertThat(toOne.getConnStr()).startsWith("ws-room:ws://realm.example/rooms/" + island + "?");
    assertThat(toOther.getConnStr()).startsWith("ws-room:ws://realm.example/rooms/" + island + "?");

    Told atOne = new Told();
    Told atOther = new Told();
    RoomClient inside = enter(0, near, path(toOne), atOne);
    enter(1, nearby, path(toOther), atOther);
    assertThat(atOther.came.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(near.address());
    assertThat(atOne.came.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(nearby.address());
    inside.send(ByteString.copyFromUtf8("over there"), false);

    assertThat(atOther.said.poll(Patience.SECONDS, TimeUnit.SECONDS))
        .isEqualTo(inside.alias() + " over there");
    assertThat(rooms(0).getJsonArray("details"))
        .contains(new JsonObject().put("roomName", island).put("count", 2));
    one.leave();
    other.leave();
  }

  @Test
  void a_room_by_challenge_is_the_same_at_every_node() throws Exception {
    Told atOne = new Told();
    Told atOther = new Told();
    RoomClient first = enter(0, identity(), "/rooms/world", atOne);
    RoomClient second = enter(1, identity(), "/rooms/world", atOther);
    assertThat(atOne.came.poll(Patience.SECONDS, TimeUnit.SECONDS)).isNotNull();

    first.send(ByteString.copyFromUtf8("one"), true);
    second.send(ByteString.copyFromUtf8("two"), false);

    assertThat(atOther.said.poll(Patience.SECONDS, TimeUnit.SECONDS))
        .isEqualTo(first.alias() + " one");
    assertThat(atOne.said.poll(Patience.SECONDS, TimeUnit.SECONDS))
        .isEqualTo(second.alias() + " two");
    first.close();
    assertThat(atOther.left.poll(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(first.alias());
  }

  @Test
  void without_any_address_for_rooms_the_start_stops_by_name() {
    Map<String, String> nowhere = REALM.settings(0, Map.of());
    nowhere.remove("http.public-url");

    assertThatThrownBy(() -> TestNode.settings(nowhere))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("rooms.public-url")
        .hasMessageContaining("http.public-url");
  }

  private static RoomClient enter(int node, Identity who, String path, RoomListener listener)
      throws Exception {
    URI url = URI.create("ws://127.0.0.1:" + REALM.members().get(node).node().httpPort() + path);
    Signer signer = Signer.of(REALM.members().get(node).vertx(), who);
    return new Dialer(REALM.members().get(node).vertx())
        .room(url, signer, listener)
        .await(Patience.SECONDS, TimeUnit.SECONDS);
  }

  private static String path(IslandChangedMessage told) {
    return told.getConnStr().substring("ws-room:ws://realm.example".length());
  }

  private static DoorClient login(int node, Identity identity) throws Exception {
    return DoorClient.connect(
            REALM.members().get(node).vertx(), REALM.members().get(node).node().httpPort())
        .login(identity);
  }

  private static Identity identity() {
    return Identity.random(Instant.now().plus(Duration.ofHours(1)));
  }

  private static IslandChangedMessage told(DoorClient client, String island) throws Exception {
    ServerPacket packet = client.next();
    while (!packet.getIslandChanged().getIslandId().equals(island)) {
      packet = client.next();
    }
    return packet.getIslandChanged();
  }

  private static JsonObject rooms(int node) throws Exception {
    return new JsonObject(
        get("http://127.0.0.1:" + REALM.members().get(node).node().httpPort() + "/rooms/status"));
  }

  private static String island(int node, Identity peer) throws Exception {
    JsonArray islands = new JsonObject(
            get("http://127.0.0.1:" + REALM.members().get(node).node().httpPort() + "/islands"))
        .getJsonArray("islands");
    return islands.stream()
        .map(JsonObject.class::cast)
        .filter(island -> island.encode().contains(peer.address())
            && island.getJsonArray("peers").size() > 1)
        .map(island -> island.getString("id"))
        .findFirst()
        .orElse("");
  }

  private static String get(String url) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }
}
