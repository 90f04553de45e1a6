package dev.atoll.auth;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** The golden vectors, made with the published libraries of Decentraland's clients. */
final class Vectors {
  static final JsonObject ALL = load();
  static final JsonObject AUTH = ALL.getJsonObject("auth");
  static final String CHALLENGE = AUTH.getString("challenge");
  static final String CHAIN = AUTH.getJsonArray("authChain").encode();
  static final String SIMPLE_CHAIN = AUTH.getJsonArray("simpleChain").encode();
  static final String WALLET_KEY = account("wallet", "privateKey");
  static final String WALLET = account("wallet", "address").toLowerCase();
  static final String EPHEMERAL_KEY = account("ephemeral", "privateKey");
  static final String EPHEMERAL = account("ephemeral", "address").toLowerCase();

  /** When the ephemeral link of the vectors ends. */
  static final Instant EXPIRATION = Instant.parse("2035-01-01T00:00:00Z");

  static final Clock CLOCK = clock("2026-01-01T00:00:00Z");

  private Vectors() {}

  static Clock clock(String instant) {
    return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
  }

  private static String account(String name, String member) {
    return ALL.getJsonObject("accounts").getJsonObject(name).getString(member);
  }

  private static JsonObject load() {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors.json")) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
