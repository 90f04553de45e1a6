package dev.atoll.auth;

import static dev.atoll.auth.Refusals.await;
import static dev.atoll.auth.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTokensTest {
  private static final JsonObject VECTOR =
      Vectors.ALL.getJsonObject("jwt").getJsonObject("room2022");
  private static final String SECRET = VECTOR.getString("secret");
  private static final String PEER = Vectors.WALLET;
  private static final long NOW = Vectors.CLOCK.instant().getEpochSecond();
  private static final List<String> ORIGINS =
      List.of("ws://host:8080", "https://realm.example/atoll");

  private final Vertx vertx = Vertx.vertx();
  private final RoomTokens tokens = new RoomTokens(vertx, new Secret(SECRET), Vectors.CLOCK);

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static JsonObject claims() {
    return new JsonObject().put("peerId", PEER).put("iat", NOW).put("aud", "/rooms/I1");
  }

  private static String token(JsonObject claims) {
    return token("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims.encode(), "HmacSHA256", SECRET);
  }

  private static String token(String header, String claims, String algorithm, String secret) {
    String text = base64(header.getBytes(StandardCharsets.UTF_8)) + "."
        + base64(claims.getBytes(StandardCharsets.UTF_8));
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
      return text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private AuthRefusal refusal(String token) {
    return refusalOf(() -> tokens.verify(token, "I1", ORIGINS));
  }

  @Test
  void takes_the_token_of_the_vectors() {
    assertThat(tokens.verify(VECTOR.getString("token"), "I1", List.of("ws://host")))
        .isEqualTo(PEER);
    assertThat(refusalOf(() -> tokens.verify(VECTOR.getString("token"), "I1", ORIGINS)))
        .isEqualTo(AuthRefusal.TOKEN_AUDIENCE);
  }

  @Test
  void takes_its_own_for_five_minutes() {
    String token = tokens.mint(PEER, "I1");

    assertThat(tokens.verify(token, "I1", List.of())).isEqualTo(PEER);
    assertThat(at(Duration.ofSeconds(299)).verify(token, "I1", List.of())).isEqualTo(PEER);
    assertThat(refusalOf(() -> at(Duration.ofMinutes(5)).verify(token, "I1", List.of())))
        .isEqualTo(AuthRefusal.TOKEN_EXPIRED);
    assertThat(refusalOf(() -> tokens.verify(token, "I2", List.of())))
        .isEqualTo(AuthRefusal.TOKEN_AUDIENCE);
  }

  private RoomTokens at(Duration later) {
    return new RoomTokens(vertx, new Secret(SECRET), Clock.offset(Vectors.CLOCK, later));
  }

  @Test
  void mints_the_claims_of_the_reference_and_an_end() {
    String[] parts = tokens.mint(PEER, "a b/ü").split("\\.");

    assertThat(new JsonObject(
            new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8)))
        .isEqualTo(new JsonObject().put("typ", "JWT").put("alg", "HS256"));
    assertThat(new JsonObject(
            new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)))
        .isEqualTo(new JsonObject()
            .put("peerId", PEER)
            .put("iat", NOW)
            .put("exp", NOW + 300)
            .put("aud", "/rooms/a%20b%2F%C3%BC"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"I1", "a b", "a+b", "100%", "ü 世界", "?x=1#y", "*~-_.", "dcl:scene"})
  void takes_its_own_for_every_kind_of_id(String roomId) {
    assertThat(tokens.verify(tokens.mint(PEER, roomId), roomId, List.of())).isEqualTo(PEER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/rooms/I1",
        "ws://host:8080/rooms/I1",
        "wss://host:8080/rooms/I1",
        "http://HOST:8080/rooms/%491",
        "https://realm.example/atoll/rooms/I1",
        "wss://realm.example:443/atoll/rooms/I1",
        "ws://realm.example:80/atoll/rooms/I1",
        "ws://realm.example/atoll/rooms/I1"
      })
  void takes_the_path_alone_or_after_an_origin_of_its_own(String audience) {
    assertThat(tokens.verify(token(claims().put("aud", audience)), "I1", ORIGINS))
        .isEqualTo(PEER);
    JsonArray several = new JsonArray().add("ws://elsewhere/rooms/I1").add(7).add(audience);
    assertThat(tokens.verify(token(claims().put("aud", several)), "I1", ORIGINS))
        .isEqualTo(PEER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "I1",
        "rooms/I1",
        "/rooms/",
        "/rooms/I1/",
        "/rooms/I11",
        "/rooms/i1",
        "/rooms/I1?x",
        "/rooms/I1#x",
        "/rooms/I1/../I2",
        "/rooms/%zz",
        "//host:8080/rooms/I1",
        "/atoll/rooms/I1",
        "/rooms/I1 ",
        "\n/rooms/I1",
        "ws://host/rooms/I1",
        "ws://host:80/rooms/I1",
        "ws://evil/rooms/I1",
        "ws://host:8080.evil/rooms/I1",
        "ws://host:8080@evil/rooms/I1",
        "ws://x@host:8080/rooms/I1",
        "ws://host:8080/atoll/rooms/I1",
        "ws://realm.example/rooms/I1",
        "wss://realm.example:80/atoll/rooms/I1",
        "wss://realm.example:8443/atoll/rooms/I1",
        "ws://realm.example/atollrooms/I1",
        "ftp://host:8080/rooms/I1",
        "ws:///rooms/I1",
        "ws://host:8080"
      })
  void refuses_every_other_audience(String audience) {
    assertThat(refusal(token(claims().put("aud", audience)))).isEqualTo(AuthRefusal.TOKEN_AUDIENCE);
    assertThat(refusal(token(claims().put("aud", new JsonArray().add(audience)))))
        .isEqualTo(AuthRefusal.TOKEN_AUDIENCE);
  }

  @Test
  void refuses_an_audience_that_is_missing_or_no_text() {
    for (Object wrong : new Object[] {null, 7, true, new JsonObject(), new JsonArray()}) {
      assertThat(refusal(token(claims().put("aud", wrong)))).isEqualTo(AuthRefusal.TOKEN_AUDIENCE);
    }
    JsonObject none = claims();
    none.remove("aud");
    assertThat(refusal(token(none))).isEqualTo(AuthRefusal.TOKEN_AUDIENCE);
  }

  @Test
  void honours_exp_and_nbf() {
    assertThat(refusal(token(claims().put("exp", NOW)))).isEqualTo(AuthRefusal.TOKEN_EXPIRED);
    assertThat(refusal(token(claims().put("exp", -1)))).isEqualTo(AuthRefusal.TOKEN_EXPIRED);
    assertThat(refusal(token(claims().put("nbf", NOW + 1)))).isEqualTo(AuthRefusal.TOKEN_NOT_YET);
    JsonObject good = claims().put("exp", NOW + 0.5).put("nbf", NOW).put("iat", NOW + 1000);
    assertThat(tokens.verify(token(good), "I1", ORIGINS)).isEqualTo(PEER);
  }

  @Test
  void refuses_times_that_are_no_numbers() {
    for (Object wrong : new Object[] {"later", true, new JsonArray(), new JsonObject()}) {
      assertThat(refusal(token(claims().put("exp", wrong)))).isEqualTo(AuthRefusal.BAD_TOKEN);
      assertThat(refusal(token(claims().put("nbf", wrong)))).isEqualTo(AuthRefusal.BAD_TOKEN);
    }
  }

  @Test
  void lowers_the_peer_and_refuses_one_that_is_no_address() {
    JsonObject upper = claims().put("peerId", "0x" + PEER.substring(2).toUpperCase());

    assertThat(tokens.verify(token(upper), "I1", ORIGINS)).isEqualTo(PEER);
    for (Object wrong : new Object[] {null, "", "peer", 7, new JsonArray().add(PEER)}) {
      assertThat(refusal(token(claims().put("peerId", wrong)))).isEqualTo(AuthRefusal.TOKEN_PEER);
    }
  }

  @Test
  void refuses_other_algorithms_and_secrets() {
    String claims = claims().encode();
    String[] wrong = {
      token("{\"alg\":\"HS256\"}", claims, "HmacSHA256", "room-secre"),
      token("{\"alg\":\"HS512\"}", claims, "HmacSHA512", SECRET),
      token("{\"alg\":\"HS384\"}", claims, "HmacSHA384", SECRET),
      token("{\"alg\":\"none\"}", claims, "HmacSHA256", SECRET),
      token("{\"alg\":\"None\"}", claims, "HmacSHA256", SECRET),
      token("{\"alg\":\"hs256\"}", claims, "HmacSHA256", SECRET),
      token("{}", claims, "HmacSHA256", SECRET),
      token("{\"alg\":7}", claims, "HmacSHA256", SECRET),
      token("{\"alg\":null}", claims, "HmacSHA256", SECRET),
      base64("{\"alg\":\"none\"}".getBytes()) + "." + base64(claims.getBytes()) + ".",
      base64("{\"alg\":\"none\"}".getBytes()) + "." + base64(claims.getBytes()),
      base64("{\"alg\":\"HS256\"}".getBytes()) + "." + base64(claims.getBytes()) + "."
    };
    for (String token : wrong) {
      assertThat(refusal(token)).as(token).isEqualTo(AuthRefusal.BAD_TOKEN);
    }
  }

  @Test
  void refuses_garbage_and_what_was_changed() {
    String good = token(claims());
    String[] parts = good.split("\\.");
    String other = token(claims().put("peerId", Vectors.EPHEMERAL)).split("\\.")[1];
    String[] wrong = {
      "",
      ".",
      "..",
      "...",
      "a.b.c",
      "x",
      good + ".x",
      good.substring(1),
      good + "A",
      "\u0000",
      parts[0] + "." + other + "." + parts[2],
      "=.=.=",
      good.repeat(20),
      " " + good,
      token("[]", claims().encode(), "HmacSHA256", SECRET),
      token("{\"alg\":\"HS256\"}", "[]", "HmacSHA256", SECRET),
      token("{\"alg\":\"HS256\"}", "null", "HmacSHA256", SECRET),
      token("{\"alg\":\"HS256\"}", "{\"a\":".repeat(600), "HmacSHA256", SECRET)
    };
    for (String token : wrong) {
      assertThat(refusal(token)).as(token).isEqualTo(AuthRefusal.BAD_TOKEN);
    }
  }

  @Test
  void makes_a_secret_of_its_own_when_none_is_set() {
    RoomTokens one = RoomTokens.create(vertx, Optional.empty());
    RoomTokens other = RoomTokens.create(vertx, Optional.empty());

    String token = one.mint(PEER, "I1");

    assertThat(one.verify(token, "I1", List.of())).isEqualTo(PEER);
    assertThat(refusalOf(() -> other.verify(token, "I1", List.of())))
        .isEqualTo(AuthRefusal.BAD_TOKEN);
  }
}
