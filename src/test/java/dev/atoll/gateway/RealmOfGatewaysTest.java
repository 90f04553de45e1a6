package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.node.TestRealm;
import dev.atoll.node.TestRealm.Member;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Gateways of two nodes of one realm, in whose settings no secret of theirs is set. */
class RealmOfGatewaysTest {
  private static TestRealm realm;
  private static Member one;
  private static Member other;

  @BeforeAll
  static void start() throws Exception {
    realm = new TestRealm(2, Map.of());
    one = realm.start(Map.of());
    other = realm.start(Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    realm.close();
  }

  @Test
  void a_token_made_with_a_nodes_settings_opens_all_of_them() throws Exception {
    ThirdParty here = ThirdParty.connect(one.vertx(), one.node().httpPort(), token("all"));
    ThirdParty there = ThirdParty.connect(other.vertx(), other.node().httpPort(), token("all"));

    assertThat(here.next("welcome").getString("session")).isNotEmpty();
    there.next("welcome");
    there.subscribe("messageBus.scene.X.>");
    one.node()
        .bus()
        .publish(new Message(
            Subjects.sceneMessage("X", "door"),
            Payload.of(com.google.protobuf.ByteString.copyFrom("open", StandardCharsets.UTF_8)),
            Headers.NONE));

    assertThat(there.next("message").encode()).contains("open");
    for (Member member : List.of(one, other)) {
      assertThat(member.operations("/cluster").getJsonArray("nodes"))
          .allMatch(node -> ((JsonObject) node).getJsonArray("differs").isEmpty());
    }
  }

  @Test
  void a_session_of_another_node_is_a_new_one_and_says_so() throws Exception {
    ThirdParty before = ThirdParty.connect(one.vertx(), one.node().httpPort(), token("comes back"));
    String session = before.next("welcome").getString("session");
    before.webSocket().close();

    ThirdParty after = ThirdParty.connect(
        other.vertx(),
        ThirdParty.options(other.node().httpPort(), "?session=" + session + "&last=0")
            .putHeader("Authorization", "Bearer " + token("comes back")));

    JsonObject welcome = after.next("welcome");
    assertThat(welcome.getBoolean("resumed")).isFalse();
    assertThat(welcome.getString("session")).isNotEqualTo(session);
    after.subscribe("messageBus.scene.X.>");
  }

  private static String token(String id) {
    Area area = new Area(Set.of("X"), List.of());
    return GatewayTokens.create(one.vertx(), one.settings().gateway())
        .mint(new Grant(id.replace(' ', '-'), area, area, Instant.now().plusSeconds(600)));
  }
}
