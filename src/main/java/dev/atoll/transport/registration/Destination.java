package dev.atoll.transport.registration;

import java.net.URI;
import java.util.Optional;

/**
 * Where a transport's connection strings lead: their scheme, host and path, the room's id in it apart. A transport says no more
 * of who it is.
 *
 * @param url with {@code *} for the room
 */
record Destination(String url) {
  /** That of a connection string for a room; nothing when it is no URL. */
  static Optional<Destination> of(String string, String room) {
    int colon = string.indexOf(':');
    int query = string.indexOf('?');
    String text = string.substring(colon + 1, query < 0 ? string.length() : query);
    try {
      URI url = URI.create(text);
      if (url.getHost() == null) {
        return Optional.empty();
      }
      String path = url.getPath() == null ? "" : url.getPath();
      return Optional.of(
          new Destination(url.getScheme() + "://" + url.getAuthority() + path.replace(room, "*")));
    } catch (IllegalArgumentException noUrl) {
      return Optional.empty();
    }
  }
}
