package dev.atoll.gateway;

import static dev.atoll.gateway.GatewayRig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway refuses, and how it says so. */
class RefusalTest {
  private GatewayRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.open(Map.of());
  }

  @AfterEach
  void stop() {
    rig.close();
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
        new Grant("brief", GatewayRig.area("X"), Area.NOTHING, Instant.now().plusSeconds(8));
    ThirdParty server = ThirdParty.connect(rig.vertx(), rig.port(), rig.token(grant));

    server.next("welcome");

    assertThat(server.close()).isEqualTo("1008 Token refused");
  }
}
