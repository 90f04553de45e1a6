package dev.atoll.config;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * A URL whose user, path or query may be a key, as with the providers of Ethereum nodes: printed, it is its scheme and host, and
 * {@code …} for whatever else there is.
 *
 * @param value the URL as it is
 */
public record SecretUrl(URI value) {
  private static final Pattern IN_TEXT =
      Pattern.compile("^(\\p{Alpha}[^:/?#]*://[^/?#]*)[/?#].+", Pattern.DOTALL);

  /** A text that may be such a URL by mistake: what follows the host of one is left out, any other text is as it was. */
  static String masked(String text) {
    return IN_TEXT.matcher(text).replaceFirst("$1/…");
  }

  @Override
  public String toString() {
    if (value.getHost() == null) {
      return "***";
    }
    String port = value.getPort() < 0 ? "" : ":" + value.getPort();
    String origin = value.getScheme() + "://" + value.getHost() + port;
    String whole = value.toString();
    return whole.equals(origin) || whole.equals(origin + "/") ? whole : origin + "/…";
  }
}
