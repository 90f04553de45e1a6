package dev.atoll.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.Secret;
import dev.atoll.transport.Passenger;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveKitTokensTest {
  private static final String PEER = "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a";
  private static final String SECRET = "a secret of the casino's own";
  private static final long NOW = 1_700_000_000;

  private final Vertx vertx = Vertx.vertx();
  private final LiveKitTokens tokens = new LiveKitTokens(
      vertx,
      "APIcasino",
      new Secret(SECRET),
      Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void grants_exactly_what_the_reference_grants() {
    String token = tokens.join(PEER, "I7f");

    assertThat(part(token, 0)).isEqualTo("{\"typ\":\"JWT\",\"alg\":\"HS256\"}");
    assertThat(part(token, 1))
        .isEqualTo("{\"sub\":\"0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a\",\"iss\":\"APIcasino\","
            + "\"exp\":1700000300,\"nbf\":0,\"video\":{\"room\":\"I7f\",\"roomJoin\":true,"
            + "\"roomList\":false,\"canPublish\":true,\"canSubscribe\":true,\"canPublishData\":true,"
            + "\"canUpdateOwnMetadata\":true,\"canPublishSources\":[\"microphone\"]}}");
  }

  @Test
  void signs_with_the_secret_by_hs256() throws Exception {
    String token = tokens.join(PEER, "I7f");
    int dot = token.lastIndexOf('.');

    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signature = mac.doFinal(token.substring(0, dot).getBytes(StandardCharsets.UTF_8));

    assertThat(Base64.getUrlDecoder().decode(token.substring(dot + 1))).isEqualTo(signature);
  }

  @Test
  void calls_the_room_service_with_no_more_rights_than_each_call_needs() {
    assertThat(claims(tokens.listRooms()).getJsonObject("video"))
        .isEqualTo(new JsonObject().put("roomList", true));
    assertThat(claims(tokens.administer("I1")).getJsonObject("video"))
        .isEqualTo(new JsonObject().put("room", "I1").put("roomAdmin", true));
    assertThat(claims(tokens.endRooms()).getJsonObject("video"))
        .isEqualTo(new JsonObject().put("roomCreate", true));
    assertThat(claims(tokens.endRooms()).getLong("exp")).isEqualTo(NOW + 60);
  }

  @Test
  void gives_each_passenger_a_string_of_its_own() {
    LiveKitTransport transport = new LiveKitTransport("wss://sfu.example.org/a", tokens);

    Map<String, String> strings = transport
        .connectionStrings(
            "I1", List.of(new Passenger(PEER, "wss://realm"), new Passenger("0xb", "")))
        .result();

    assertThat(strings)
        .containsOnly(
            Map.entry(
                PEER, "livekit:wss://sfu.example.org/a?access_token=" + tokens.join(PEER, "I1")),
            Map.entry(
                "0xb", "livekit:wss://sfu.example.org/a?access_token=" + tokens.join("0xb", "I1")));
  }

  private static JsonObject claims(String token) {
    return new JsonObject(part(token, 1));
  }

  private static String part(String token, int index) {
    return new String(
        Base64.getUrlDecoder().decode(token.split("\\.")[index]), StandardCharsets.UTF_8);
  }
}
