package dev.atoll.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** What the claims of a token mean that has been verified. */
final class TokenClaims {
  private TokenClaims() {}

  /** @throws AuthRefusedException when the token has ended or not begun; one without times always counts */
  static void requireNow(JsonObject claims, Instant instant) {
    long now = instant.getEpochSecond();
    require(number(claims, "exp").map(end -> now < end).orElse(true), AuthRefusal.TOKEN_EXPIRED);
    require(
        number(claims, "nbf").map(begin -> now >= begin).orElse(true), AuthRefusal.TOKEN_NOT_YET);
  }

  /** @throws AuthRefusedException unless one of the token's audiences is right */
  static void requireAudience(JsonObject claims, Predicate<RoomAudience> right) {
    Object audience = claims.getValue("aud");
    boolean holds = audience instanceof JsonArray several
        ? several.stream().anyMatch(one -> isRight(one, right))
        : isRight(audience, right);
    require(holds, AuthRefusal.TOKEN_AUDIENCE);
  }

  private static boolean isRight(Object audience, Predicate<RoomAudience> right) {
    return audience instanceof String text
        && RoomAudience.parse(text).filter(right).isPresent();
  }

  private static Optional<Double> number(JsonObject claims, String name) {
    Object value = claims.getValue(name);
    require(value == null || value instanceof Number, AuthRefusal.BAD_TOKEN);
    return Optional.ofNullable((Number) value).map(Number::doubleValue);
  }

  static void require(boolean holds, AuthRefusal refusal) {
    if (!holds) {
      throw new AuthRefusedException(refusal);
    }
  }
}
