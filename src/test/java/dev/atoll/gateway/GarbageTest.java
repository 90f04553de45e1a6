package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no command, and what becomes of who says it. */
class GarbageTest {
  private GatewayRig rig;

  @AfterEach
  void stop() {
    rig.close();
  }

  private void open(Map<String, String> settings) throws Exception {
    rig = GatewayRig.open(settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "garbage", "{\"id\":1}{", "\u0000", "[[[[[[[["})
  void what_is_no_json_closes_the_socket(String garbage) throws Exception {
    open(Map.of());
    ThirdParty server = rig.server("s", "X");

    server.sendRaw(garbage);

    assertThat(server.close()).isEqualTo("1007 Cannot decode message");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "null",
        "\"x\"",
        "{\"id\":-1}",
        "{\"id\":1e9,\"leave\":true}",
        "{\"id\":\"x\"}",
        "{\"leave\":false}",
        "{\"publish\":\"messageBus.scene.X.a\",\"scene\":{}}"
      })
  void what_is_json_and_no_command_is_refused(String command) throws Exception {
    open(Map.of());
    ThirdParty server = rig.server("s", "X");

    server.sendRaw(command);

    assertThat(server.next("error").getString("name")).isEqualTo("bad_command");
  }

  @Test
  void nesting_without_end_closes_the_socket_and_no_other() throws Exception {
    open(Map.of());
    ThirdParty server = rig.server("s", "X");
    ThirdParty other = rig.server("other", "X");

    server.sendRaw("{\"id\":".repeat(14_000));

    assertThat(server.close()).isEqualTo("1007 Cannot decode message");
    other.subscribe("messageBus.scene.X.>");
  }

  @Test
  void no_utf8_closes_the_socket() throws Exception {
    open(Map.of());
    ThirdParty server = rig.server("s", "X");

    server.sendRaw(Buffer.buffer(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}));

    assertThat(server.close()).isEqualTo("1007 Cannot decode message");
  }

  @Test
  void too_large_a_message_closes_the_socket_and_a_large_one_is_refused() throws Exception {
    open(Map.of());
    ThirdParty server = rig.server("s", "X");

    assertThat(server.refusal(new JsonObject()
            .put("publish", "messageBus.scene.X.a")
            .put("text", "x".repeat(61_441))))
        .isEqualTo("too_large");
    server.publish("messageBus.scene.X.a", "text", "x".repeat(61_440));
    server.send(
        new JsonObject().put("publish", "messageBus.scene.X.a").put("text", "x".repeat(99_000)));

    assertThat(server.close()).isEqualTo("1009 Message too large");
  }
}
