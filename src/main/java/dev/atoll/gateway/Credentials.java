package dev.atoll.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * What a server comes with.
 *
 * @param token of the header {@code Authorization: Bearer …} or the parameter {@code access_token}; empty when there is none
 * @param resume where it wants to go on
 */
record Credentials(String token, Optional<Resume> resume) {
  private static final String BEARER = "bearer ";

  /**
   * A session to go on with.
   *
   * @param session its id
   * @param last the last sequence the server has
   */
  record Resume(String session, long last) {
    /** Of two texts of a request, either of which may be wrong: that is a session nobody knows. */
    static Resume of(String session, String last) {
      try {
        return new Resume(session, Long.parseLong(last));
      } catch (NumberFormatException malformed) {
        return new Resume("", 0);
      }
    }
  }

  /** Of the parameters {@code session} and {@code last}. */
  static Credentials of(HttpServerRequest request) {
    Optional<Resume> resume = Optional.ofNullable(request.getParam("session"))
        .map(session -> Resume.of(session, request.getParam("last", "0")));
    return new Credentials(token(request), resume);
  }

  static String token(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null) {
      return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? header.substring(BEARER.length()).strip()
          : "";
    }
    return request.getParam("access_token", "");
  }
}
