package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.bus.Headers;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway by HTTP alone. */
class HttpDoorTest {
  private static final Headers OF_ALICE = new Headers(Map.of(Headers.SENDER, "0xa"));

  private GatewayRig rig;
  private String token;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.open(Map.of());
    token = rig.token("http", "X", "name.dcl.eth", "0,0");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private String post(String path, String type, String body) throws Exception {
    return EventReader.answer(EventReader.request(rig.port(), token, "/gateway/publish/" + path)
        .header("Content-Type", type)
        .POST(BodyPublishers.ofString(body))
        .build());
  }

  private EventReader events(String query, String lastId) throws Exception {
    return EventReader.open(rig.port(), token, query, lastId);
  }

  @Test
  void what_is_posted_is_published_with_the_body_as_it_is() throws Exception {
    ThirdParty other = rig.server("other", "X", "name.dcl.eth");
    other.subscribe("messageBus.scene.*.>");

    assertThat(post("messageBus.scene.X.door", "application/json", "{\"open\":1}"))
        .isEqualTo("200 {\"ok\":true}");
    assertThat(post("messageBus.scene.name%252Edcl%252Eeth.a.b", "text/plain", "x"))
        .startsWith("200 ");

    assertThat(other.next("message").getString("text")).isEqualTo("{\"open\":1}");
    assertThat(other.next("message").getString("subject"))
        .isEqualTo("messageBus.scene.name%2Edcl%2Eeth.a.b");
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded, 100% & more = %zz",
    "application/x-www-form-urlencoded, ''",
    "multipart/form-data; boundary=, hello",
    "multipart/form-data; boundary=x, --x--",
    "not a type, hello"
  })
  void a_body_is_what_it_is_whatever_it_is_called(String type, String body) throws Exception {
    ThirdParty other = rig.server("other", "X");
    other.subscribe("messageBus.scene.X.>");

    assertThat(post("messageBus.scene.X.a", type, body)).isEqualTo("200 {\"ok\":true}");
    String large = "a=b&".repeat(15_000);
    assertThat(post("messageBus.scene.X.a", type, large)).isEqualTo("200 {\"ok\":true}");

    assertThat(other.next("message").getString("text")).isEqualTo(body);
    assertThat(other.next("message").getString("text")).isEqualTo(large);
  }

  @Test
  void who_has_no_token_is_told_before_anything_is_read() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", rig.port())) {
      socket.setSoTimeout((int) Patience.TIME.toMillis());
      socket
          .getOutputStream()
          .write(("POST /gateway/publish/messageBus.scene.X.a HTTP/1.1\r\nHost: x\r\n"
                  + "Transfer-Encoding: chunked\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));

      byte[] answer = socket.getInputStream().readNBytes(12);

      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 401");
    }
  }

  @Test
  void an_island_is_told_packets_or_json_that_becomes_one() throws Exception {
    Explorer explorer = Explorer.enter(rig.vertx(), rig.port(), 8, 8);
    String path = "messageBus.island." + explorer.island() + ".game";

    assertThat(post(path, "application/json", "{\"chat\":\"hello\"}")).startsWith("200 ");
    assertThat(post(path, "application/json", "{\"scene\":{\"scene_id\":\"X\",\"text\":\"open\"}}"))
        .startsWith("200 ");
    assertThat(post(path, "application/octet-stream", "\u0032\u0000")).startsWith("200 ");
    assertThat(post(path, "application/json", "{\"text\":\"hello\"}"))
        .startsWith("400 ")
        .contains("not_a_packet");
    assertThat(post(path, "application/json", "[]")).startsWith("400 ").contains("bad_command");
    assertThat(post(path, "application/json", "{")).startsWith("400 ").contains("bad_command");
    assertThat(post(path, "text/plain", "hello")).startsWith("400 ").contains("not_a_packet");
    assertThat(post(path, "text/plain", "")).startsWith("400 ").contains("not_a_packet");

    assertThat(explorer.next()).startsWith("joined ");
    assertThat(explorer.next()).endsWith(" chat hello");
    assertThat(explorer.next()).endsWith(" scene X open");
  }

  @Test
  void what_may_not_be_is_refused_by_name() throws Exception {
    assertThat(post("messageBus.scene.Y.door", "text/plain", "x"))
        .startsWith("403 {\"error\":\"out_of_scope\"");
    assertThat(post("messageBus.scene.X", "text/plain", "x"))
        .startsWith("400 {\"error\":\"bad_subject\"");
    assertThat(post("messageBus.scene.X.a", "text/plain", "x".repeat(70_000)))
        .startsWith("413 {\"error\":\"too_large\"");
    assertThat(post("messageBus.scene.X.a", "text/plain", "x".repeat(200_000)))
        .startsWith("413 {\"error\":\"too_large\"");
    String good = token;
    token = Jwt.signed(Jwt.claims("X", "0,0", Instant.now().getEpochSecond() - 1));
    assertThat(post("messageBus.scene.X.a", "text/plain", "x"))
        .startsWith("401 {\"error\":\"token_expired\"");
    assertThat(get("?subscribe=messageBus.scene.X.>")).startsWith("401 ");
    token = good;
    assertThat(get("")).startsWith("400 {\"error\":\"bad_subject\"");
    assertThat(get("?subscribe=messageBus.scene.Y.%3E"))
        .startsWith("403 {\"error\":\"out_of_scope\"");
    assertThat(get("?subscribe=%3E")).startsWith("400 {\"error\":\"bad_subject\"");
    assertThat(get("?subscribe=messageBus.%3E" + "&subscribe=messageBus.%3E".repeat(64)))
        .startsWith("429 {\"error\":\"too_many_subscriptions\"");
  }

  private String get(String query) throws Exception {
    return EventReader.answer(
        EventReader.request(rig.port(), token, "/gateway/events" + query.replace(">", "%3E"))
            .GET()
            .build());
  }

  @Test
  void events_go_on_where_they_were_left() throws Exception {
    EventReader reader = events("?subscribe=messageBus.scene.X.%3E", "");
    assertThat(reader.next("welcome").getBoolean("resumed")).isFalse();
    reader.next("acknowledged");
    reader.next("snapshot");
    rig.say("messageBus.scene.X.a", "one", OF_ALICE);
    assertThat(reader.next("message").getString("text")).isEqualTo("one");
    String last = reader.lastId();
    rig.say("messageBus.scene.X.a", "two", OF_ALICE);
    reader.next("message");
    reader.close();
    rig.say("messageBus.scene.X.a", "three", OF_ALICE);

    EventReader again = events("?subscribe=messageBus.scene.X.%3E", last);

    JsonObject welcome = again.next("welcome");
    assertThat(welcome.getBoolean("resumed")).isTrue();
    assertThat(again.next("message").getString("text")).isEqualTo("two");
    assertThat(again.next("message").getString("text")).isEqualTo("three");
    rig.say("messageBus.scene.X.a", "four", OF_ALICE);
    assertThat(again.next("message").getString("text")).isEqualTo("four");
  }

  @Test
  void an_id_nobody_knows_begins_anew() throws Exception {
    for (String id : new String[] {"nobody:7", "x", ":", "nobody:x", "nobody:-1"}) {
      EventReader reader = events("?subscribe=messageBus.scene.X.%3E", id);
      assertThat(reader.next("welcome").getBoolean("resumed")).isFalse();
      reader.next("acknowledged");
      reader.next("snapshot");
      reader.close();
    }
  }

  @Test
  void who_only_posts_is_a_member_of_the_room_for_a_while() throws Exception {
    Explorer explorer = Explorer.enter(rig.vertx(), rig.port(), 8, 8);
    String path = "messageBus.island." + explorer.island() + ".game";

    post(path, "application/json", "{\"chat\":\"one\"}");
    post(path, "application/json", "{\"chat\":\"two\"}");

    String alias = explorer.next().split(" ")[1];
    assertThat(explorer.next()).isEqualTo(alias + " chat one");
    assertThat(explorer.next()).isEqualTo(alias + " chat two");
  }

  @Test
  void an_end_of_the_node_is_told() throws Exception {
    EventReader reader = events("?subscribe=messageBus.scene.X.%3E", "");
    reader.next("welcome");
    reader.next("acknowledged");
    reader.next("snapshot");

    EventReader.answer(java.net.http.HttpRequest.newBuilder(
            java.net.URI.create("http://127.0.0.1:" + rig.node().operationsPort() + "/drain"))
        .POST(BodyPublishers.noBody())
        .build());

    assertThat(reader.next("closed").getString("name")).isEqualTo("draining");
    assertThat(get("?subscribe=messageBus.scene.X.>")).startsWith("503 {\"error\":\"draining\"");
  }
}
