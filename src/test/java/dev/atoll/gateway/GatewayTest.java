package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.protocol.message.GatewayCommand;
import dev.atoll.protocol.message.GatewayEvent;
import dev.atoll.protocol.message.GatewaySubscribe;
import dev.atoll.protocol.message.ListenedMessage;
import dev.atoll.protocol.message.UnheardMessage;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static JsonObject json(String text) {
    return new JsonObject(text.replace('\'', '"'));
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
  void whoever_listens_to_what_cannot_be_heard_is_told_why_and_when_that_is_over() {
    rig.heartbeat("0xa", 8, 8);
    await().until(() -> !islands(rig).isEmpty());
    ThirdParty server = rig.server("s", "X", "0,0");
    ThirdParty elsewhere = rig.server("e", "Y", "50,50");
    elsewhere.subscribe("messageBus.>");
    server.subscribe("messageBus.island.*.>");
    UnheardMessage.Place island = UnheardMessage.Place.newBuilder()
        .setIsland("I1")
        .setName("side_car_missing")
        .setText("it is not there")
        .build();
    UnheardMessage.Place scene = island.toBuilder().setScene("X").build();

    rig.unheard(UnheardMessage.newBuilder().addPlaces(island).addPlaces(scene).build());

    assertThat(server.next())
        .isEqualTo(json("{'event':'notice','sequence':2,'name':'side_car_missing','island':'I1',"
            + "'text':'it is not there'}"));
    server.subscribe("messageBus.scene.X.>");
    assertThat(List.of(server.next("notice"), server.next("notice")))
        .extracting(notice -> notice.getString("scene"))
        .contains("X");
    rig.unheard(UnheardMessage.getDefaultInstance());
    assertThat(List.of(server.next("notice"), server.next("notice")))
        .extracting(notice -> notice.getString("name"))
        .containsExactly("heard", "heard");
    rig.say("messageBus.scene.Y.a", "the end", Headers.NONE);
    elsewhere.next("message");
  }

  @Test
  void an_island_is_covered_while_a_member_is_inside() {
    ThirdParty server = rig.server("s", "0,0..1,1");
    rig.heartbeat("0xb", 40, 8);
    rig.heartbeat("0xa", 8, 8);
    ThirdParty other = rig.server("other", "50,50");
    assertThat(other.subscribe("messageBus.>").getJsonArray("islands")).isEmpty();
    await().until(() -> !islands(rig).isEmpty());

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

  /** What islands a server with a look at everything sees. */
  private static JsonArray islands(GatewayRig rig) {
    return rig.server("all", "-9999,-9999..9999,9999")
        .subscribe("messageBus.island.>")
        .getJsonArray("islands");
  }

  @Test
  void nothing_outside_of_the_scope_is_visible_whatever_is_asked_for() {
    rig.heartbeat("0xa", 8, 8);
    rig.heartbeat("0xb", 800, 8);
    await().until(() -> islands(rig).size() == 2);
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
    await().until(() -> islands(rig).toString().contains("0xc"));
    rig.say("messageBus.scene.X.chat", "the end", OF_ALICE);

    assertThat(server.next("message").getString("text")).isEqualTo("the end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ">",
        "*",
        "*.>",
        "*.scene.X.>",
        "messageBus",
        "messageBus.*.X.>",
        "messageBus.scene",
        "messageBus.scene.X",
        "messageBus.scene.*",
        "messageBus.island.I1",
        "messageBus.other.X.y",
        "peer.>",
        "client-proto.>",
        "realm.islands",
        "messageBus.>.x",
        "messageBus.scene.X..y",
        "messageBus.scene.X.a b",
        "messageBus.scene.X.\u00e9",
        "messageBus.scene.X.\r\nSUB"
      })
  void what_is_no_pattern_of_scenes_or_islands_is_refused(String subject) {
    ThirdParty server = rig.server("s", "X", "0,0");

    assertThat(server.refusal(new JsonObject().put("subscribe", subject))).isEqualTo("bad_subject");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      {'subscribe':'messageBus.scene.Y.>'}                             | out_of_scope
      {'subscribe':'messageBus.scene.%58%58.>'}                        | out_of_scope
      {'unsubscribe':7}                                                | unknown_subscription
      {'publish':'messageBus.scene.Y.chat','text':'x'}                 | out_of_scope
      {'publish':'messageBus.island.I1.x','chat':'x'}                  | out_of_scope
      {'publish':'messageBus.scene.X','text':'x'}                      | bad_subject
      {'publish':'messageBus.scene.*.chat','text':'x'}                 | bad_subject
      {'publish':'messageBus.island.I1.peer','chat':'x'}               | bad_subject
      {'publish':'messageBus.island.I1.peer.0xa.chat','chat':'x'}      | bad_subject
      {'publish':'client-proto.peer.0xa.heartbeat','text':'x'}         | bad_subject
      {'publish':'messageBus.scene.X.chat'}                            | bad_command
      {'publish':'messageBus.scene.X.chat','chat':'x'}                 | bad_command
      {'publish':'messageBus.scene.X.chat','text':'x','payload':'eA=='} | bad_command
      {'publish':'messageBus.scene.X.chat','payload':'?'}              | bad_command
      {'publish':'messageBus.scene.X.chat','text':1}                   | bad_command
      {}                                                               | bad_command
      {'subscribe':1}                                                  | bad_command
      {'subscribe':'messageBus.>','unsubscribe':1}                     | bad_command
      {'dance':'X'}                                                    | bad_command
      """)
  void a_command_that_may_not_be_is_refused_by_name(String command, String name) {
    ThirdParty server = rig.server("s", "X", "0,0");

    assertThat(server.refusal(json(command))).isEqualTo(name);
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
        .get(10, TimeUnit.SECONDS);

    GatewayCommand subscribe = GatewayCommand.newBuilder()
        .setId(7)
        .setSubscribe(GatewaySubscribe.newBuilder().setSubject("messageBus.scene.X.>"))
        .build();
    socket.writeBinaryMessage(io.vertx.core.buffer.Buffer.buffer(subscribe.toByteArray()));

    assertThat(told.poll(10, TimeUnit.SECONDS).hasWelcome()).isTrue();
    assertThat(told.poll(10, TimeUnit.SECONDS).getAcknowledged().getId()).isEqualTo(7);
    assertThat(told.poll(10, TimeUnit.SECONDS).hasSnapshot()).isTrue();
    rig.say("messageBus.scene.X.door", "open", OF_ALICE);
    GatewayEvent said = told.poll(10, TimeUnit.SECONDS);
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

  @Test
  void the_realm_is_told_which_islands_are_listened_to_and_not_by_a_wildcard_alone()
      throws Exception {
    BlockingQueue<ListenedMessage> told = new LinkedBlockingQueue<>();
    subscribe("realm.gateway.*.listened", message -> told.add(listened(message)));
    rig.heartbeat("0xa", 8, 8);
    await().until(() -> !islands(rig).isEmpty());
    ThirdParty server = rig.server("s", "X", "0,0");

    next(
        told,
        message -> message.getWrittenScenesList().contains("X")
            && message.getWrittenIslandsList().contains("I1"));
    server.subscribe("messageBus.>");
    ListenedMessage overheard =
        next(told, message -> message.getOverheardScenesList().contains("X"));
    assertThat(overheard.getOverheardIslandsList()).containsExactly("I1");
    assertThat(overheard.getIslandsList()).isEmpty();
    assertThat(overheard.getScenesList()).isEmpty();
    server.subscribe("messageBus.island.*.>");
    server.subscribe("messageBus.island.*.peer.*.position");
    assertThat(told.poll(10, TimeUnit.SECONDS).getIslandsList()).containsExactly("I1");
    server.subscribe("messageBus.scene.X.>");
    assertThat(told.poll(10, TimeUnit.SECONDS).getScenesList()).containsExactly("X");
    server.send(json("{'unsubscribe':4}"));
    assertThat(told.poll(10, TimeUnit.SECONDS).getScenesList()).isEmpty();
    server.send(json("{'unsubscribe':3}"));
    assertThat(told.poll(10, TimeUnit.SECONDS).getIslandsList()).isEmpty();
    server.leave();
    next(told, message -> message.getWrittenScenesCount() == 0);
  }

  private static ListenedMessage next(
      BlockingQueue<ListenedMessage> told, java.util.function.Predicate<ListenedMessage> wanted)
      throws InterruptedException {
    ListenedMessage next = told.poll(10, TimeUnit.SECONDS);
    while (next != null && !wanted.test(next)) {
      next = told.poll(10, TimeUnit.SECONDS);
    }
    assertThat(next).isNotNull();
    return next;
  }

  private static ListenedMessage listened(Message message) {
    try {
      return ListenedMessage.parseFrom(message.payload().bytes());
    } catch (com.google.protobuf.InvalidProtocolBufferException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private void subscribe(String pattern, io.vertx.core.Handler<Message> handler) throws Exception {
    CompletableFuture<Bus.Subscription> subscribed = new CompletableFuture<>();
    rig.vertx()
        .runOnContext(
            now -> subscribed.complete(rig.node().bus().subscribe(Pattern.of(pattern), handler)));
    subscribed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void without_a_good_token_nobody_enters() {
    long now = Instant.now().getEpochSecond();
    JsonObject good = Jwt.claims("X", "0,0", now + 60);
    for (String token : new String[] {
      "",
      "garbage",
      Jwt.unsigned("{\"alg\":\"none\"}", good.encode()) + '.',
      Jwt.signed(Jwt.HEADER, good.encode(), "another secret of the gateway"),
      Jwt.signed(good.copy().put("exp", now - 1)),
      Jwt.signed(good.copy().put("aud", "/rooms/I1"))
    }) {
      assertThat(ThirdParty.connect(rig.vertx(), rig.port(), token).close())
          .isEqualTo("1008 Token refused");
      assertThat(ThirdParty.connect(
                  rig.vertx(), ThirdParty.options(rig.port(), "?access_token=" + token))
              .close())
          .isEqualTo("1008 Token refused");
    }
    assertThat(ThirdParty.connect(
                rig.vertx(),
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(rig.port())
                    .setURI("/gateway?access_token=" + rig.token("s", "X"))
                    .addSubProtocol("mqtt"))
            .close())
        .isEqualTo("1008 Not atoll.json or atoll.protobuf");
  }

  @Test
  void a_session_ends_with_its_token() {
    Grant grant =
        new Grant("brief", GatewayRig.area("X"), Area.NOTHING, Instant.now().plusSeconds(2));
    ThirdParty server = ThirdParty.connect(rig.vertx(), rig.port(), rig.token(grant));

    server.next("welcome");

    assertThat(server.close()).isEqualTo("1008 Token refused");
  }
}
