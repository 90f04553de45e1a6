package dev.atoll.rooms;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens by hand, so that they can be wrong. */
final class Jwt {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Jwt() {}

  static JsonObject claims(String peer, String audience) {
    return new JsonObject()
        .put("peerId", peer)
        .put("iat", System.currentTimeMillis() / 1000)
        .put("aud", audience);
  }

  static String signed(String secret, JsonObject claims) {
    String text = text("HS256", claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return text + '.' + BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  static String unsigned(JsonObject claims) {
    return text("none", claims) + '.';
  }

  private static String text(String algorithm, JsonObject claims) {
    JsonObject header = new JsonObject().put("alg", algorithm).put("typ", "JWT");
    return encoded(header) + '.' + encoded(claims);
  }

  private static String encoded(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }
}
