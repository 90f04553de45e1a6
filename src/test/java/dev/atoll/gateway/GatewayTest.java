package dev.atoll.gateway;

import static dev.atoll.gateway.GatewayRig.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.bus.Headers;
import dev.atoll.protocol.message.GatewayCommand;
import dev.atoll.protocol.message.GatewayEvent;
import dev.atoll.protocol.message.GatewaySubscribe;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayTest {
  private static final Headers OF_ALICE = new Headers(Map.of(Headers.SENDER, "0xa"));

  private GatewayRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.open(Map.of());
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void a_scene_is_heard_with_who_said_what() {
    ThirdParty server = rig.server("s", "X", "name.dcl.eth");

    assertThat(server.subscribe("messageBus.scene.*.>"))
        .isEqualTo(json("{'event':'snapshot','sequence':1,'subscription':1,'islands':[]}"));
    rig.say("messageBus.scene.X.door", "open", OF_ALICE);
    rig.say("messageBus.scene.Y.door", "elsewhere", OF_ALICE);
    rig.say("messageBus.scene.name%2Edcl%2Eeth.a.b", "here", Headers.NONE);

    assertThat(server.next())
        .isEqualTo(json("{'event':'message','sequence':2,'subscription':1,'sender':'0xa',"
            + "'subject':'messageBus.scene.X.door','payload':'b3Blbg==','text':'open'}"));
    assertThat(server.next())
        .isEqualTo(
            json(
                "{'event':'message','sequence':3,'subscription':1,"
                    + "'subject':'messageBus.scene.name%2Edcl%2Eeth.a.b','payload':'aGVyZQ==','text':'here'}"));
  }

  @Test
  void an_island_is_covered_while_a_member_is_inside() {
    ThirdParty server = rig.server("s", "0,0..1,1");
    rig.heartbeat("0xb", 40, 8);
    rig.heartbeat("0xa", 8, 8);
    ThirdParty other = rig.server("other", "50,50");
    assertThat(other.subscribe("messageBus.>").getJsonArray("islands")).isEmpty();
    await().until(() -> rig.islands().encode().matches(".*(0xa.*0xb|0xb.*0xa).*"));

    JsonObject snapshot = server.subscribe("messageBus.island.*.peer.*.position");

    assertThat(snapshot.getJsonArray("islands").getJsonObject(0).getString("island"))
        .isEqualTo("I1");
    assertThat(snapshot.getJsonArray("islands").getJsonObject(0).getJsonArray("peers"))
        .containsExactlyInAnyOrder(
            json("{'address':'0xa','position':{'x':8.0,'y':0.0,'z':8.0}}"),
            json("{'address':'0xb','position':{'x':40.0,'y':0.0,'z':8.0}}"));
    rig.heartbeat("0xc", 60, 8);
    assertThat(server.next("peer_entered").getString("address")).isEqualTo("0xc");
    rig.heartbeat("0xa", 40, 8);
    assertThat(server.next("peer_left").getString("island")).isEqualTo("I1");
    server.next("peer_left");
    server.next("peer_left");
    rig.heartbeat("0xc", 8, 9);
    JsonObject back = server.next("peer_entered");
    assertThat(back.getString("island")).isEqualTo("I1");
    server.next("peer_entered");
    server.next("peer_entered");
    rig.disconnect("0xa");
    assertThat(server.next("peer_left"))
        .isEqualTo(json("{'event':'peer_left','sequence':9,'island':'I1','address':'0xa'}"));
    assertThat(other.hasHeardAll()).isTrue();
  }

  @Test
  void nothing_outside_of_the_scope_is_visible_whatever_is_asked_for() {
    rig.heartbeat("0xa", 8, 8);
    rig.heartbeat("0xb", 800, 8);
    await().until(() -> rig.islands().size() == 2);
    ThirdParty server = rig.server("s", "X", "0,0");
    for (String pattern : new String[] {
      "messageBus.>",
      "messageBus.scene.>",
      "messageBus.island.>",
      "messageBus.island.*.>",
      "messageBus.island.I2.>",
      "messageBus.island.*.peer.0xb.*",
      "messageBus.scene.*.*"
    }) {
      server.subscribe(pattern);
    }

    rig.say("messageBus.scene.Y.chat", "not in the scope", OF_ALICE);
    rig.say("messageBus.island.I2.peer.0xb.chat", "not in the scope", Headers.NONE);
    rig.say("messageBus.island.I9.peer.0xb.chat", "not in the scope", Headers.NONE);
    rig.heartbeat("0xc", 801, 8);
    await().until(() -> rig.islands().toString().contains("0xc"));
    rig.say("messageBus.scene.X.chat", "the end", OF_ALICE);

    assertThat(server.next("message").getString("text")).isEqualTo("the end");
  }

  @Test
  void what_a_server_publishes_is_heard_by_others_and_not_by_itself() {
    ThirdParty one = rig.server("one", "X");
    ThirdParty again = rig.server("one", "X");
    ThirdParty two = rig.server("two", "X");
    for (ThirdParty each : new ThirdParty[] {one, again, two}) {
      each.subscribe("messageBus.scene.X.>");
    }

    one.publish("messageBus.scene.X.door", "text", "open");
    assertThat(two.next("message").getString("text")).isEqualTo("open");
    two.publish("messageBus.scene.%58.door", "payload", "AAH/");

    for (ThirdParty each : new ThirdParty[] {one, again}) {
      JsonObject heard = each.next("message");
      assertThat(heard.getString("payload")).isEqualTo("AAH/");
      assertThat(heard.getString("subject")).isEqualTo("messageBus.scene.X.door");
      assertThat(heard.containsKey("sender")).isFalse();
      assertThat(heard.containsKey("text")).isFalse();
    }
  }

  @Test
  void after_an_unsubscribe_nothing_is_heard() {
    ThirdParty server = rig.server("s", "X", "Y");
    server.subscribe("messageBus.scene.X.>");
    server.subscribe("messageBus.scene.Y.>");

    server.send(json("{'unsubscribe':1}"));
    server.next("acknowledged");
    rig.say("messageBus.scene.X.a", "not heard", OF_ALICE);
    rig.say("messageBus.scene.Y.a", "heard", OF_ALICE);

    assertThat(server.next("message").getInteger("subscription")).isEqualTo(2);
  }

  @Test
  void who_leaves_is_answered_what_it_said_before() {
    ThirdParty server = rig.server("s", "X");

    server.send(new JsonObject().put("publish", "messageBus.scene.X.a").put("text", "x"));
    server.leave();

    server.next("acknowledged");
  }

  @Test
  void protobuf_says_the_same() throws Exception {
    BlockingQueue<GatewayEvent> told = new LinkedBlockingQueue<>();
    var client = rig.vertx().createWebSocketClient();
    var socket = client.webSocket();
    socket.binaryMessageHandler(bytes -> told.add(parsed(bytes.getBytes())));
    socket
        .connect(new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(rig.port())
            .setURI("/gateway?access_token=" + rig.token("s", "X"))
            .addSubProtocol("atoll.protobuf"))
        .toCompletionStage()
        .toCompletableFuture()
        .get(Patience.SECONDS, TimeUnit.SECONDS);

    GatewayCommand subscribe = GatewayCommand.newBuilder()
        .setId(7)
        .setSubscribe(GatewaySubscribe.newBuilder().setSubject("messageBus.scene.X.>"))
        .build();
    socket.writeBinaryMessage(io.vertx.core.buffer.Buffer.buffer(subscribe.toByteArray()));

    assertThat(told.poll(Patience.SECONDS, TimeUnit.SECONDS).hasWelcome()).isTrue();
    assertThat(told.poll(Patience.SECONDS, TimeUnit.SECONDS).getAcknowledged().getId())
        .isEqualTo(7);
    assertThat(told.poll(Patience.SECONDS, TimeUnit.SECONDS).hasSnapshot()).isTrue();
    rig.say("messageBus.scene.X.door", "open", OF_ALICE);
    GatewayEvent said = told.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(said.getSequence()).isEqualTo(2);
    assertThat(said.getMessage().getPayload().toStringUtf8()).isEqualTo("open");
    assertThat(said.getMessage().getSender()).isEqualTo("0xa");
  }

  private static GatewayEvent parsed(byte[] bytes) {
    try {
      return GatewayEvent.parseFrom(bytes);
    } catch (com.google.protobuf.InvalidProtocolBufferException wrong) {
      throw new AssertionError(wrong);
    }
  }
}
