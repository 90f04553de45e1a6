package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atoll.auth.AuthRefusal;
import dev.atoll.auth.AuthRefusedException;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.SettingException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final long SECOND = NOW.getEpochSecond();

  private final Vertx vertx = Vertx.vertx();
  private final GatewayTokens tokens = tokens(Map.of("gateway.revoked", "stolen"));

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private GatewayTokens tokens(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("gateway.secret", Jwt.SECRET));
    all.putAll(settings);
    return new GatewayTokens(
        vertx, AtollSettings.of(all).gateway(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static JsonObject claims() {
    return Jwt.claims("X", "0,0", SECOND + 1);
  }

  private AuthRefusal refusal(String token) {
    return catchThrowableOfType(AuthRefusedException.class, () -> tokens.verify(token))
        .refusal();
  }

  @Test
  void a_token_says_what_it_was_made_for() {
    Area read = new Area(Set.of("X", "name.dcl.eth"), List.of(Parcels.of("-1,2..3,4")));
    Area write = new Area(Set.of(), List.of(Parcels.of("0,0")));
    Grant grant = new Grant("id", read, write, NOW.plusSeconds(60));

    assertThat(tokens.verify(tokens.mint(grant))).isEqualTo(grant);
  }

  @Test
  void other_settings_make_others_believed_and_what_cannot_be_read_changes_nothing() {
    Grant grant =
        new Grant("id", new Area(Set.of("X"), List.of()), Area.NOTHING, NOW.plusSeconds(60));
    String token = tokens.mint(grant);
    Map<String, String> next = Map.of("gateway.secret", "another secret of the tests");

    assertThatThrownBy(() -> tokens.believe(
            AtollSettings.of(Map.of("gateway.secret-file", "/nowhere/at/all")).gateway()))
        .isInstanceOf(SettingException.class);
    assertThat(tokens.verify(token)).isEqualTo(grant);

    tokens.believe(AtollSettings.of(next).gateway());
    assertThat(refusal(token)).isEqualTo(AuthRefusal.BAD_TOKEN);

    Map<String, String> both = new HashMap<>(next);
    both.put("gateway.previous-secret", Jwt.SECRET);
    tokens.believe(AtollSettings.of(both).gateway());
    assertThat(tokens.verify(token)).isEqualTo(grant);

    both.put("gateway.revoked", "id");
    tokens.believe(AtollSettings.of(both).gateway());
    assertThat(refusal(token)).isEqualTo(AuthRefusal.TOKEN_REVOKED);
  }

  @Test
  void a_token_for_reading_alone_writes_nothing() {
    Grant grant =
        new Grant("id", new Area(Set.of("X"), List.of()), Area.NOTHING, NOW.plusSeconds(60));

    assertThat(tokens.verify(tokens.mint(grant)).write()).isEqualTo(Area.NOTHING);
  }

  @Test
  void tokens_of_the_secret_before_count_until_it_is_taken_away() {
    String old = tokens.mint(new Grant("id", Area.NOTHING, Area.NOTHING, NOW.plusSeconds(60)));
    Map<String, String> rotated = Map.of("gateway.secret", "another secret of the gateway");
    Map<String, String> rotating = new HashMap<>(rotated);
    rotating.put("gateway.previous-secret", Jwt.SECRET);

    assertThat(tokens(rotating).verify(old).id()).isEqualTo("id");
    assertThatThrownBy(() -> tokens(rotated).verify(old)).hasMessage("BAD_TOKEN");
    String made = tokens(rotating).mint(tokens.verify(old));
    assertThat(tokens(rotated).verify(made).id()).isEqualTo("id");
  }

  @Test
  void secrets_may_lie_in_files(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), Jwt.SECRET + "\n");
    Map<String, String> settings =
        Map.of("gateway.secret", "", "gateway.secret-file", file.toString());

    assertThat(tokens(settings).verify(Jwt.signed(claims())).id()).isEqualTo("one");

    Files.writeString(file, "short");
    assertThatThrownBy(() -> tokens(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("gateway.secret-file")
        .hasMessageNotContaining("short");
    Files.delete(file);
    assertThatThrownBy(() -> tokens(settings)).isInstanceOf(SettingException.class);
  }

  static Stream<Arguments> hostile() {
    JsonObject good = claims();
    String claims = good.encode();
    return Stream.of(
        Arguments.of("no token", "", AuthRefusal.BAD_TOKEN),
        Arguments.of("garbage", "a.b.c", AuthRefusal.BAD_TOKEN),
        Arguments.of("too long", "a".repeat(20_000), AuthRefusal.BAD_TOKEN),
        Arguments.of("no signature", Jwt.unsigned(Jwt.HEADER, claims) + '.', AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "alg none", Jwt.unsigned("{\"alg\":\"none\"}", claims) + '.', AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "alg None, signed",
            Jwt.signed("{\"alg\":\"None\"}", claims, Jwt.SECRET),
            AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "alg HS512",
            Jwt.signed("{\"alg\":\"HS512\"}", claims, Jwt.SECRET),
            AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "crit",
            Jwt.signed("{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}", claims, Jwt.SECRET),
            AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "another secret",
            Jwt.signed(Jwt.HEADER, claims, "not the secret"),
            AuthRefusal.BAD_TOKEN),
        Arguments.of("empty secret", Jwt.signed(Jwt.HEADER, claims, " "), AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "expired", Jwt.signed(good.copy().put("exp", SECOND)), AuthRefusal.TOKEN_EXPIRED),
        Arguments.of("no exp", Jwt.signed(without("exp")), AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "exp a text", Jwt.signed(good.copy().put("exp", "never")), AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "exp beyond time",
            Jwt.signed(good.copy().put("exp", Long.MAX_VALUE)),
            AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "not yet", Jwt.signed(good.copy().put("nbf", SECOND + 1)), AuthRefusal.TOKEN_NOT_YET),
        Arguments.of(
            "revoked", Jwt.signed(good.copy().put("jti", "stolen")), AuthRefusal.TOKEN_REVOKED),
        Arguments.of("no jti", Jwt.signed(without("jti")), AuthRefusal.BAD_TOKEN),
        Arguments.of("jti empty", Jwt.signed(good.copy().put("jti", "")), AuthRefusal.BAD_TOKEN),
        Arguments.of("jti a number", Jwt.signed(good.copy().put("jti", 1)), AuthRefusal.BAD_TOKEN),
        Arguments.of("no aud", Jwt.signed(without("aud")), AuthRefusal.TOKEN_AUDIENCE),
        Arguments.of(
            "a room's",
            Jwt.signed(good.copy().put("aud", "/rooms/I1")),
            AuthRefusal.TOKEN_AUDIENCE),
        Arguments.of(
            "read a text", Jwt.signed(good.copy().put("read", "all")), AuthRefusal.BAD_TOKEN),
        Arguments.of("scenes a text", Jwt.signed(read("scenes", "X")), AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "scenes of numbers",
            Jwt.signed(read("scenes", new JsonArray().add(1))),
            AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "parcels wrong",
            Jwt.signed(read("parcels", new JsonArray().add("*"))),
            AuthRefusal.BAD_TOKEN),
        Arguments.of(
            "a limit nobody knows",
            Jwt.signed(read("except", new JsonArray().add("X"))),
            AuthRefusal.BAD_TOKEN));
  }

  private static JsonObject without(String claim) {
    JsonObject claims = claims();
    claims.remove(claim);
    return claims;
  }

  private static JsonObject read(String name, Object value) {
    return claims().put("read", new JsonObject().put(name, value));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void what_is_no_good_token_is_refused_by_name(String what, String token, AuthRefusal refusal) {
    assertThat(refusal(token)).isEqualTo(refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"too short", "' '"})
  void a_short_secret_stops_the_start(String secret) {
    assertThatThrownBy(() -> tokens(Map.of("gateway.secret", secret)))
        .hasMessageContaining("gateway.secret");
  }

  @Test
  void a_secret_and_a_file_for_it_stop_the_start() {
    assertThatThrownBy(() -> tokens(Map.of("gateway.secret-file", "/run/secrets/gateway")))
        .hasMessageContaining("gateway.secret-file");
  }
}
