package dev.atoll.auth;

import dev.atoll.config.SettingException;
import java.net.URI;
import java.net.URISyntaxException;

/** URLs of settings that are texts there. */
final class HttpUrl {
  private HttpUrl() {}

  /**
   * @throws SettingException if it is no http or https URL with a host
   */
  static URI parse(String key, String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() != null
          && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return url;
      }
    } catch (URISyntaxException e) {
      // said below with the key, which this exception does not know
    }
    throw new SettingException(key, text, "an http or https URL");
  }
}
