package dev.atoll.gateway;

import dev.atoll.auth.AuthRefusal;
import dev.atoll.auth.AuthRefusedException;
import dev.atoll.auth.SignedClaims;
import dev.atoll.config.GatewaySettings;
import dev.atoll.config.Secret;
import dev.atoll.config.SettingException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of third-party servers: HS256 by {@code gateway.secret}, or by the one before it, with claims {@code aud} {@value #AUDIENCE},
 * {@code jti}, {@code exp}, and {@code read} and {@code write}, each with {@code scenes} and {@code parcels}. Synchronous, some 20 µs
 * of CPU a call; safe for any thread.
 */
public final class GatewayTokens {
  private static final String AUDIENCE = "atoll-gateway";

  /** Characters; they come in headers and URLs, of which the public port takes 16 KiB. */
  private static final int MAX_LENGTH = 12 << 10;

  /** It becomes part of a subject. */
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  private static final int MIN_SECRET = 16;

  private final Vertx vertx;
  private final Clock clock;
  private volatile Believed believed;

  /**
   * Which tokens are believed now.
   *
   * @param keys the current secret's first, which signs
   * @param revoked ids of tokens that are not
   */
  private record Believed(List<SignedClaims> keys, Set<String> revoked) {}

  GatewayTokens(Vertx vertx, GatewaySettings settings, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.believed = believed(settings);
  }

  /**
   * Those of these settings are believed from now on; reads their files.
   *
   * @throws SettingException when a file cannot be read or holds no secret; then nothing has happened
   */
  void believe(GatewaySettings settings) {
    believed = believed(settings);
  }

  private Believed believed(GatewaySettings settings) {
    List<SignedClaims> keys = new ArrayList<>();
    secret("gateway.secret-file", settings.secret(), settings.secretFile())
        .ifPresent(each -> keys.add(new SignedClaims(vertx, each, MAX_LENGTH)));
    secret("gateway.previous-secret-file", settings.previousSecret(), settings.previousSecretFile())
        .ifPresent(each -> keys.add(new SignedClaims(vertx, each, MAX_LENGTH)));
    return new Believed(keys, Set.copyOf(settings.revoked()));
  }

  /**
   * Tokens by these settings, whose {@link GatewaySettings#isOn} holds; reads their files.
   *
   * @throws SettingException when a file cannot be read or holds no secret
   */
  public static GatewayTokens create(Vertx vertx, GatewaySettings settings) {
    return new GatewayTokens(vertx, settings, Clock.systemUTC());
  }

  /** The token of a grant. */
  public String mint(Grant grant) {
    JsonObject claims = new JsonObject()
        .put("aud", AUDIENCE)
        .put("jti", grant.id())
        .put("iat", clock.instant().getEpochSecond())
        .put("exp", grant.expires().getEpochSecond());
    put(claims, "read", grant.read());
    put(claims, "write", grant.write());
    return believed.keys().get(0).sign(claims);
  }

  private static void put(JsonObject claims, String name, Area area) {
    if (!area.isEmpty()) {
      List<String> parcels = area.parcels().stream().map(Parcels::toString).toList();
      claims.put(
          name,
          new JsonObject()
              .put("scenes", new JsonArray(area.sortedScenes()))
              .put("parcels", new JsonArray(parcels)));
    }
  }

  /**
   * What a token allows now.
   *
   * @throws AuthRefusedException one of the refusals of tokens
   */
  public Grant verify(String token) {
    JsonObject claims = signed(token);
    try {
      return grant(claims);
    } catch (ClassCastException | IllegalArgumentException | DateTimeException malformed) {
      throw new AuthRefusedException(AuthRefusal.BAD_TOKEN);
    }
  }

  private JsonObject signed(String token) {
    AuthRefusedException refused = new AuthRefusedException(AuthRefusal.BAD_TOKEN);
    for (SignedClaims key : believed.keys()) {
      try {
        return key.verify(token);
      } catch (AuthRefusedException byThisKey) {
        refused = byThisKey;
      }
    }
    throw refused;
  }

  private Grant grant(JsonObject claims) {
    require(AUDIENCE.equals(claims.getValue("aud")), AuthRefusal.TOKEN_AUDIENCE);
    String id = text(claims.getValue("jti"));
    require(ID.matcher(id).matches(), AuthRefusal.BAD_TOKEN);
    require(!believed.revoked().contains(id), AuthRefusal.TOKEN_REVOKED);
    Instant now = clock.instant();
    Instant expires = instant(claims.getValue("exp"));
    require(now.isBefore(expires), AuthRefusal.TOKEN_EXPIRED);
    if (claims.containsKey("nbf")) {
      require(!now.isBefore(instant(claims.getValue("nbf"))), AuthRefusal.TOKEN_NOT_YET);
    }
    return new Grant(id, area(claims, "read"), area(claims, "write"), expires);
  }

  private static Area area(JsonObject claims, String name) {
    Object value = claims.getValue(name);
    if (value == null) {
      return Area.NOTHING;
    }
    JsonObject area = (JsonObject) value;
    // who signs what is not understood here means more, or less, than would be allowed
    require(Set.of("scenes", "parcels").containsAll(area.fieldNames()), AuthRefusal.BAD_TOKEN);
    return new Area(
        new HashSet<>(list(area.getValue("scenes"), Function.identity())),
        list(area.getValue("parcels"), Parcels::of));
  }

  private static <T> List<T> list(@Nullable Object value, Function<String, T> reader) {
    List<T> read = new ArrayList<>();
    if (value != null) {
      for (Object each : (JsonArray) value) {
        read.add(reader.apply(text(each)));
      }
    }
    return read;
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new AuthRefusedException(AuthRefusal.BAD_TOKEN);
  }

  private static Instant instant(@Nullable Object value) {
    if (value instanceof Number seconds) {
      return Instant.ofEpochSecond(seconds.longValue());
    }
    throw new AuthRefusedException(AuthRefusal.BAD_TOKEN);
  }

  private static void require(boolean holds, AuthRefusal refusal) {
    if (!holds) {
      throw new AuthRefusedException(refusal);
    }
  }

  private static Optional<Secret> secret(
      String key, Optional<Secret> inline, Optional<String> file) {
    return inline.or(() -> file.map(name -> read(key, name)));
  }

  /** The file's text without white space around it, as editors and {@code echo} leave a line's end. */
  private static Secret read(String key, String file) {
    try {
      String text = Files.readString(Path.of(file)).strip();
      if (text.length() >= MIN_SECRET) {
        return new Secret(text);
      }
    } catch (IOException | InvalidPathException unreadable) {
      // told below, with the key
    }
    throw new SettingException(
        key, file, "a file that can be read and holds at least " + MIN_SECRET + " characters");
  }
}
