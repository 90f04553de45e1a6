package dev.atoll.config;

import java.net.URI;

/**
 * What the realm says of itself in {@code /about}.
 *
 * @param name the realm's name
 * @param contentUrl content server of the realm
 * @param lambdasUrl lambdas server of the realm
 */
public record RealmSettings(String name, URI contentUrl, URI lambdasUrl) {
  public RealmSettings {
    Check.text("name", name, 1, 64);
    Check.httpUrl("content-url", contentUrl);
    Check.httpUrl("lambdas-url", lambdasUrl);
  }
}
