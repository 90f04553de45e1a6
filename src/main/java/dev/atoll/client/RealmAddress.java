package dev.atoll.client;

import java.net.URI;
import java.net.URISyntaxException;

/** Where a realm is, as people write it; the URL has no slash at its end. */
public record RealmAddress(URI url) {

  /**
   * Reads {@code https://realm.example}, with a path or without; {@code realm.example:8080} is taken as http.
   *
   * @throws IllegalArgumentException if it is no address of a realm
   */
  public static RealmAddress parse(String text) {
    String whole = text.contains("://") ? text : "http://" + text;
    String trimmed = whole.replaceAll("/+$", "");
    try {
      URI url = new URI(trimmed);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() != null && url.getQuery() == null) {
        return new RealmAddress(url);
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw new IllegalArgumentException("not a realm's URL: " + text);
  }

  /** Where the realm describes itself. */
  public URI about() {
    return URI.create(url + "/about");
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
