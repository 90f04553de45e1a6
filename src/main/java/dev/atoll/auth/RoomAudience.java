package dev.atoll.auth;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The room a token is for: a path, alone or after the origin of a node.
 *
 * @param host lower-case host and port; without port when it is its scheme's own; empty when there is only a path
 * @param path from the first slash on
 */
record RoomAudience(String host, String path) {
  private static final String ROOMS = "/rooms/";

  /** Where rooms were until September 2022. */
  private static final String OLD_ROOMS = "/ws-rooms/";

  private static final Pattern URL =
      Pattern.compile("(?:(ws|wss|http|https)://([^/?#@\\s]+))?(/[^?#\\s]*)?");

  private static final Set<String> SECURE = Set.of("wss", "https");

  static String path(String roomId) {
    return ROOMS + URLEncoder.encode(roomId, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Reads a path or a URL without query; empty if it is neither. */
  static Optional<RoomAudience> parse(String text) {
    Matcher matcher = URL.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String host = matcher.group(1) == null ? "" : host(matcher.group(1), matcher.group(2));
    return Optional.of(new RoomAudience(host, matcher.group(3) == null ? "" : matcher.group(3)));
  }

  /** The scheme is dropped: behind a proxy the same door is ws on one side and wss on the other. */
  private static String host(String scheme, String authority) {
    String own = SECURE.contains(scheme) ? ":443" : ":80";
    String host = authority.toLowerCase(Locale.ROOT);
    return host.endsWith(own) ? host.substring(0, host.length() - own.length()) : host;
  }

  /**
   * Whether this is that room at this node.
   *
   * @param origins URLs the node goes by; what is no URL with a host counts for nothing
   */
  boolean means(String roomId, Collection<String> origins) {
    if (host.isEmpty()) {
      return isRoom(path, roomId);
    }
    return origins.stream()
        .map(origin -> parse(origin).filter(own -> own.host.equals(host)))
        .flatMap(Optional::stream)
        .anyMatch(own -> isBelow(own.path, roomId));
  }

  /** Whether this is that path at this node; one without a path is any. */
  boolean meansPath(String wanted, Collection<String> origins) {
    if (host.isEmpty()) {
      return path.equals(wanted);
    }
    return origins.stream()
        .map(RoomAudience::parse)
        .flatMap(Optional::stream)
        .filter(own -> own.host.equals(host))
        .anyMatch(own -> path.length() <= 1 || path.equals(withoutLastSlash(own.path) + wanted));
  }

  private static String withoutLastSlash(String prefix) {
    return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }

  /** @param prefix under which a proxy serves the node, with a slash at its end or not */
  private boolean isBelow(String prefix, String roomId) {
    String above = withoutLastSlash(prefix);
    return path.startsWith(above) && isRoom(path.substring(above.length()), roomId);
  }

  /** Compares decoded, since one id has several encodings. */
  private static boolean isRoom(String path, String roomId) {
    String rooms = path.startsWith(OLD_ROOMS) ? OLD_ROOMS : ROOMS;
    if (!path.startsWith(rooms) || path.indexOf('/', rooms.length()) >= 0) {
      return false;
    }
    try {
      String encoded = path.substring(rooms.length()).replace("+", "%2B");
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8).equals(roomId);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
