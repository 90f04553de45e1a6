package dev.atoll.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Requests signed as explorers sign them. */
public final class SignedHeaders {
  private SignedHeaders() {}

  /** Headers of a request that this identity signed at that time. */
  public static Map<String, String> of(
      Identity identity, String request, long millis, JsonObject metadata) {
    String text = request.replaceFirst(" ", ":") + ":" + millis + ":" + metadata.encode();
    JsonArray links = new JsonArray(identity.authChain(text.toLowerCase(Locale.ROOT)));
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < links.size(); i++) {
      headers.put("x-identity-auth-chain-" + i, links.getJsonObject(i).encode());
    }
    headers.put("x-identity-timestamp", Long.toString(millis));
    headers.put("x-identity-metadata", metadata.encode());
    return headers;
  }
}
