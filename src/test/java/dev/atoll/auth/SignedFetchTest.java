package dev.atoll.auth;

import static dev.atoll.auth.Refusals.await;
import static dev.atoll.auth.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.auth.SignedFetch.Request;
import dev.atoll.auth.SignedFetch.Signed;
import dev.atoll.config.AtollSettings;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedFetchTest {
  private static final JsonObject VECTOR = Vectors.ALL.getJsonObject("signedFetch");
  private static final long NOW = VECTOR.getLong("timestamp");
  private static final String PATH = VECTOR.getString("path");
  private static final JsonObject METADATA = new JsonObject().put("realmName", "Atoll");

  private final Vertx vertx = Vertx.vertx();
  private final Authenticator authenticator =
      Authenticator.create(vertx, AtollSettings.defaults().ethereum());
  private final SignedFetch signedFetch = at(0);
  private final Identity identity =
      Identity.of(Vectors.WALLET_KEY, Vectors.EPHEMERAL_KEY, Vectors.EXPIRATION);

  @AfterEach
  void stop() {
    await(authenticator.close());
    await(vertx.close());
  }

  private SignedFetch at(long millisLater) {
    return at(millisLater, 100);
  }

  private SignedFetch at(long millisLater, int most) {
    Instant now = Instant.ofEpochMilli(NOW + millisLater);
    return new SignedFetch(authenticator, Clock.fixed(now, ZoneOffset.UTC), most);
  }

  private static Request request(String path, Map<String, String> headers) {
    return new Request("POST", List.of(path), MultiMap.caseInsensitiveMultiMap().addAll(headers));
  }

  private Map<String, String> headers() {
    return headers(NOW);
  }

  private Map<String, String> headers(long millis) {
    return SignedHeaders.of(identity, "POST " + PATH, millis, METADATA);
  }

  private AuthRefusal refusal(Map<String, String> headers) {
    return refusalOf(signedFetch.verify(request(PATH, headers)));
  }

  @Test
  void takes_the_request_of_the_vectors() {
    JsonObject given = VECTOR.getJsonObject("headers");
    MultiMap headers = MultiMap.caseInsensitiveMultiMap()
        .add("X-Identity-Timestamp", Long.toString(NOW))
        .add("X-Identity-Metadata", VECTOR.getString("metadata"));
    given.fieldNames().forEach(name -> headers.add(name, given.getString(name)));

    Signed signed = await(signedFetch.verify(new Request("POST", List.of(PATH), headers)));

    assertThat(signed.address()).isEqualTo(Vectors.WALLET);
    assertThat(signed.metadata().getBoolean("isGuest")).isTrue();
  }

  @Test
  void counts_for_a_minute_before_and_after_its_time() {
    long minute = Duration.ofMinutes(1).toMillis();

    for (long off : new long[] {-minute, minute}) {
      assertThat(await(at(off).verify(request(PATH, headers()))).address())
          .isEqualTo(Vectors.WALLET);
    }
    for (long off : new long[] {-minute - 1, minute + 1}) {
      assertThat(refusalOf(at(off).verify(request(PATH, headers())))).isEqualTo(AuthRefusal.STALE);
    }
  }

  @Test
  void counts_once() {
    await(signedFetch.verify(request(PATH, headers())));

    assertThat(refusal(headers())).isEqualTo(AuthRefusal.REPLAYED);

    Signed other = await(signedFetch.verify(request(PATH, headers(NOW + 1))));
    assertThat(other.metadata()).isEqualTo(METADATA);
  }

  @Test
  void a_refused_request_is_not_remembered() {
    Map<String, String> broken = headers();
    broken.put(
        "x-identity-auth-chain-2", broken.get("x-identity-auth-chain-2").replace("0x", "0xff"));
    assertThat(refusal(broken)).isEqualTo(AuthRefusal.BAD_SIGNATURE);

    assertThat(await(signedFetch.verify(request(PATH, headers()))).address())
        .isEqualTo(Vectors.WALLET);
  }

  @Test
  void takes_no_more_than_it_can_remember() {
    SignedFetch small = at(0, 1);
    await(small.verify(request(PATH, headers())));

    assertThat(refusalOf(small.verify(request(PATH, headers(NOW + 1)))))
        .isEqualTo(AuthRefusal.BUSY);
    assertThat(refusalOf(small.verify(request(PATH, headers())))).isEqualTo(AuthRefusal.REPLAYED);
  }

  @Test
  void remembers_little_of_a_long_request() {
    String padding = "x".repeat(6_000);
    SignedFetch large = at(0, 2000);
    long before = used();

    for (int i = 0; i < 1000; i++) {
      JsonObject metadata = new JsonObject().put("x", padding + i);
      await(large.verify(request(PATH, SignedHeaders.of(identity, "POST " + PATH, NOW, metadata))));
    }

    assertThat(used() - before).isLessThan(3_000_000);
    assertThat(refusalOf(large.verify(request(
            PATH,
            SignedHeaders.of(
                identity, "POST " + PATH, NOW, new JsonObject().put("x", padding + 0))))))
        .isEqualTo(AuthRefusal.REPLAYED);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void is_for_its_method_path_time_and_metadata_only() {
    Map<String, String> later = headers();
    later.put("x-identity-timestamp", Long.toString(NOW + 1));
    Map<String, String> elsewhere = headers();
    elsewhere.put("x-identity-metadata", "{\"realmName\":\"other\"}");
    MultiMap same = MultiMap.caseInsensitiveMultiMap().addAll(headers());

    assertThat(refusal(later)).isEqualTo(AuthRefusal.WRONG_PAYLOAD);
    assertThat(refusal(elsewhere)).isEqualTo(AuthRefusal.WRONG_PAYLOAD);
    assertThat(refusalOf(signedFetch.verify(request("/signed-login/r2", headers()))))
        .isEqualTo(AuthRefusal.WRONG_PAYLOAD);
    assertThat(refusalOf(signedFetch.verify(new Request("GET", List.of(PATH), same))))
        .isEqualTo(AuthRefusal.WRONG_PAYLOAD);
    Request behindProxy = new Request("POST", List.of("/r1", PATH), same);
    assertThat(await(signedFetch.verify(behindProxy)).address()).isEqualTo(Vectors.WALLET);
  }

  @Test
  void needs_every_link_and_each_once() {
    Map<String, String> gap = headers();
    gap.remove("x-identity-auth-chain-1");
    Map<String, String> alone = headers();
    alone.remove("x-identity-auth-chain-1");
    alone.remove("x-identity-auth-chain-2");
    MultiMap twice = MultiMap.caseInsensitiveMultiMap().addAll(headers());
    twice.add("x-identity-auth-chain-0", "{}");

    assertThat(refusal(gap)).isEqualTo(AuthRefusal.UNSIGNED);
    assertThat(refusal(alone)).isEqualTo(AuthRefusal.UNSIGNED);
    assertThat(refusal(Map.of())).isEqualTo(AuthRefusal.MALFORMED);
    assertThat(refusalOf(signedFetch.verify(new Request("POST", List.of(PATH), twice))))
        .isEqualTo(AuthRefusal.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "1e12", "-1", "0x17", "1700000000000.5", "9999999999999999"})
  void refuses_times_that_are_none(String time) {
    Map<String, String> headers = headers();
    headers.put("x-identity-timestamp", time);

    assertThat(refusal(headers)).isEqualTo(AuthRefusal.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "null", "{", "\"x\""})
  void refuses_metadata_that_is_no_object(String metadata) {
    Map<String, String> headers = headers();
    headers.put("x-identity-metadata", metadata);

    assertThat(refusal(headers)).isEqualTo(AuthRefusal.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "},{", "[]", "null", "{\"type\":\"SIGNER\"}"})
  void refuses_links_that_are_none(String link) {
    Map<String, String> headers = headers();
    headers.put("x-identity-auth-chain-1", link);

    assertThat(refusal(headers)).isEqualTo(AuthRefusal.MALFORMED);
  }

  @Test
  void understands_what_http_takes_for_latin() {
    JsonObject metadata = new JsonObject().put("realmName", "Über 世界");
    Map<String, String> headers = SignedHeaders.of(identity, "POST " + PATH, NOW, metadata);
    headers.replaceAll((name, value) ->
        new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));

    assertThat(await(signedFetch.verify(request(PATH, headers))).metadata()).isEqualTo(metadata);
  }
}
