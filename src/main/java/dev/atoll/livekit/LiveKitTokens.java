package dev.atoll.livekit;

import dev.atoll.auth.AuthRefusal;
import dev.atoll.auth.AuthRefusedException;
import dev.atoll.auth.SignedClaims;
import dev.atoll.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of one LiveKit deployment: those that let peers into its rooms, those by which Atoll calls its room service, and those
 * that its webhooks come with. Synchronous, some 10-20 µs of CPU a call; safe for any thread.
 */
public final class LiveKitTokens {
  /** How long a token opens its room (wire.md §2.5); a participant inside is given newer ones by LiveKit itself. */
  static final Duration LIFETIME = Duration.ofMinutes(5);

  /** A call of the room service begins at once, on a machine whose clock may be off. */
  private static final Duration CALL_LIFETIME = Duration.ofMinutes(1);

  /** By which LiveKit's clock may differ from ours, as it lets ours differ from its own. */
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  /** Characters; ours have under 700. */
  private static final int MAX_LENGTH = 4096;

  private final String apiKey;
  private final SignedClaims signer;
  private final Clock clock;

  LiveKitTokens(Vertx vertx, String apiKey, Secret apiSecret, Clock clock) {
    this.apiKey = apiKey;
    this.signer = new SignedClaims(vertx, apiSecret, MAX_LENGTH);
    this.clock = clock;
  }

  /**
   * @param apiKey the deployment's
   * @param apiSecret that belongs to it
   */
  public static LiveKitTokens create(Vertx vertx, String apiKey, Secret apiSecret) {
    return new LiveKitTokens(vertx, apiKey, apiSecret, Clock.systemUTC());
  }

  /**
   * A token that lets somebody into one room for five minutes, to hear and be heard, with a microphone and no camera.
   *
   * @param identity lower-case address
   * @param room its name as it is
   */
  public String join(String identity, String room) {
    JsonObject video = new JsonObject()
        .put("room", room)
        .put("roomJoin", true)
        .put("roomList", false)
        .put("canPublish", true)
        .put("canSubscribe", true)
        .put("canPublishData", true)
        .put("canUpdateOwnMetadata", true)
        .put("canPublishSources", new JsonArray().add("microphone"));
    return sign(new JsonObject().put("sub", identity), LIFETIME, video);
  }

  /**
   * A token that lets a side-car into one room for five minutes, to hear data and say some, and nothing else.
   *
   * @param identity lower-case address by which servers speak
   * @param hidden whether others are not told of it; they then hear what it says as nobody's
   */
  public String sideCar(String identity, String room, boolean hidden) {
    JsonObject video = new JsonObject()
        .put("room", room)
        .put("roomJoin", true)
        .put("canPublish", false)
        .put("canSubscribe", true)
        .put("canPublishData", true)
        .put("canUpdateOwnMetadata", true)
        .put("hidden", hidden);
    return sign(new JsonObject().put("sub", identity), LIFETIME, video);
  }

  /** A token to ask which rooms there are. */
  String listRooms() {
    return sign(new JsonObject(), CALL_LIFETIME, new JsonObject().put("roomList", true));
  }

  /** A token to ask who is in a room, and to remove who is. */
  String administer(String room) {
    return sign(
        new JsonObject(), CALL_LIFETIME, new JsonObject().put("room", room).put("roomAdmin", true));
  }

  /** A token to end rooms with, which needs the right to make them. */
  String endRooms() {
    return sign(new JsonObject(), CALL_LIFETIME, new JsonObject().put("roomCreate", true));
  }

  private String sign(JsonObject claims, Duration lifetime, JsonObject video) {
    return signer.sign(claims
        .put("iss", apiKey)
        .put("exp", clock.instant().getEpochSecond() + lifetime.toSeconds())
        .put("nbf", 0)
        .put("video", video));
  }

  /**
   * What a token claims that LiveKit signed with the deployment's key, such as one that comes with a webhook.
   *
   * @throws AuthRefusedException if it is none, or its time is not now
   */
  JsonObject verify(String token) {
    JsonObject claims = signer.verify(token);
    require(apiKey.equals(claims.getValue("iss")), AuthRefusal.BAD_TOKEN);
    long now = clock.instant().getEpochSecond();
    require(now - LEEWAY.toSeconds() < number(claims.getValue("exp")), AuthRefusal.TOKEN_EXPIRED);
    require(
        !claims.containsKey("nbf") || now + LEEWAY.toSeconds() >= number(claims.getValue("nbf")),
        AuthRefusal.TOKEN_NOT_YET);
    return claims;
  }

  private static double number(@Nullable Object claim) {
    if (claim instanceof Number number) {
      return number.doubleValue();
    }
    throw new AuthRefusedException(AuthRefusal.BAD_TOKEN);
  }

  private static void require(boolean holds, AuthRefusal refusal) {
    if (!holds) {
      throw new AuthRefusedException(refusal);
    }
  }
}
