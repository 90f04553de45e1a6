package dev.atoll.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks of setting values; each throws a {@link SettingException} that names the key. */
final class Check {
  private static final Pattern ADDRESS_BLOCK = Pattern.compile("([0-9a-fA-F:.]+)(/(\\d{1,3}))?");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.|$)){4}(?<!\\.)");
  private static final int SHORTEST_SECRET = 16;

  private Check() {}

  static void require(String key, boolean holds, Object value, String expected) {
    if (!holds) {
      throw new SettingException(key, value, expected);
    }
  }

  static void port(String key, int port) {
    between(key, port, 0, 65535);
  }

  static void between(String key, double value, double least, double most) {
    require(
        key,
        value >= least && value <= most,
        number(value),
        "between " + number(least) + " and " + number(most));
  }

  static void between(String key, Duration value, Duration least, Duration most) {
    boolean holds = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    require(
        key,
        holds,
        Durations.print(value),
        "between " + Durations.print(least) + " and " + Durations.print(most));
  }

  static void text(String key, String value, int least, int most) {
    require(
        key,
        value.length() >= least && value.length() <= most,
        value,
        least + " to " + most + " characters");
  }

  static void matches(String key, String value, String regex, String expected) {
    require(key, value.matches(regex), value, expected);
  }

  static void httpUrl(String key, URI url) {
    boolean holds = isWeb(url) && url.getQuery() == null;
    require(key, holds, url, "an http or https URL without query");
  }

  static void secretUrl(String key, SecretUrl url) {
    require(key, isWeb(url.value()), url, "an http or https URL");
  }

  /** Whether a text is a URL that an HTTP client can ask, with a query or without. */
  static boolean isWebUrl(String text) {
    try {
      return isWeb(new URI(text));
    } catch (URISyntaxException broken) {
      return false;
    }
  }

  private static boolean isWeb(URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    return http && url.getHost() != null && url.getPort() <= 65535 && url.getFragment() == null;
  }

  static void addressBlock(String key, String value) {
    Matcher block = ADDRESS_BLOCK.matcher(value);
    boolean holds = block.matches()
        && isAddress(block.group(1))
        && (block.group(3) == null
            || Integer.parseInt(block.group(3)) <= (block.group(1).contains(":") ? 128 : 32));
    require(key, holds, value, "an IP address or a CIDR block");
  }

  /** Java asks the DNS for what looks like a name, so only what cannot be one gets there. */
  private static boolean isAddress(String text) {
    if (!text.contains(":")) {
      return IPV4.matcher(text).matches();
    }
    try {
      return InetAddress.getByName(text) != null;
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }

  static void secret(String key, Secret secret) {
    boolean holds = secret.value().length() >= SHORTEST_SECRET;
    require(key, holds, secret, "at least " + SHORTEST_SECRET + " characters");
  }

  static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
