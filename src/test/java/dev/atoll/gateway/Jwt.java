package dev.atoll.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens by hand, so that they can be wrong. */
final class Jwt {
  static final String SECRET = "a secret of the tests' gateway";
  static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Jwt() {}

  /** Claims of a token for one scene and one rectangle, to read and write, that ends at that second of 1970. */
  static JsonObject claims(String scene, String parcels, long expires) {
    JsonObject area = new JsonObject()
        .put("scenes", new JsonArray().add(scene))
        .put("parcels", new JsonArray().add(parcels));
    return new JsonObject()
        .put("aud", "atoll-gateway")
        .put("jti", "one")
        .put("exp", expires)
        .put("read", area)
        .put("write", area.copy());
  }

  static String signed(JsonObject claims) {
    return signed(HEADER, claims.encode(), SECRET);
  }

  static String signed(String header, String claims, String secret) {
    String text = unsigned(header, claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return text + '.' + BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  static String unsigned(String header, String claims) {
    return encoded(header) + '.' + encoded(claims);
  }

  private static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
