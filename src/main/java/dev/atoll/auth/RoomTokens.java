package dev.atoll.auth;

import dev.atoll.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Tokens that open one room to one peer (wire.md §4.1): HS256 and nothing else, claims {@code peerId}, {@code iat}, {@code aud} and
 * {@code exp}. Synchronous, some 10-20 µs of CPU a call; safe for any thread.
 */
public final class RoomTokens {
  /** How long a token of ours opens its room; clients use it at once. */
  static final Duration LIFETIME = Duration.ofMinutes(5);

  private static final int SECRET_BYTES = 32;

  /** Characters; ours have under 400. */
  private static final int MAX_LENGTH = 4096;

  private final SignedClaims signer;
  private final Clock clock;

  RoomTokens(Vertx vertx, Secret secret, Clock clock) {
    this.signer = new SignedClaims(vertx, secret, MAX_LENGTH);
    this.clock = clock;
  }

  /** Signs with this secret, or with one made now and known to nobody else. */
  public static RoomTokens create(Vertx vertx, Optional<Secret> secret) {
    return new RoomTokens(vertx, secret.orElseGet(RoomTokens::newSecret), Clock.systemUTC());
  }

  private static Secret newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(HexFormat.of().formatHex(bytes));
  }

  /** Path of a room's URL, the id percent-encoded. */
  public static String path(String roomId) {
    return RoomAudience.path(roomId);
  }

  /**
   * A token that opens this room for five minutes, on whatever host.
   *
   * @param peer lower-case address
   * @param roomId as it is, not percent-encoded
   */
  public String mint(String peer, String roomId) {
    long now = clock.instant().getEpochSecond();
    JsonObject claims = new JsonObject()
        .put("peerId", peer)
        .put("iat", now)
        .put("exp", now + LIFETIME.toSeconds())
        .put("aud", RoomAudience.path(roomId));
    return signer.sign(claims);
  }

  /**
   * Whom a token lets in.
   *
   * @param roomId that is to be entered, percent-decoded
   * @param origins URLs this node goes by, such as {@code https://realm.example/path} and the origin of this very upgrade
   * @return lower-case address of the peer
   * @throws AuthRefusedException one of the refusals of tokens
   */
  public String verify(String token, String roomId, Collection<String> origins) {
    JsonObject claims = signer.verify(token);
    TokenClaims.requireNow(claims, clock.instant());
    TokenClaims.requireAudience(claims, audience -> audience.means(roomId, origins));
    TokenClaims.require(
        claims.getValue("peerId") instanceof String peer && EthereumAddress.isAddress(peer),
        AuthRefusal.TOKEN_PEER);
    return EthereumAddress.normalised(claims.getString("peerId"));
  }
}
