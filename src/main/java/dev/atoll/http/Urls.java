package dev.atoll.http;

import java.net.URI;

/** Addresses below a base that may or may not end with a slash. */
final class Urls {
  private Urls() {}

  static String below(URI base, String path) {
    String start = base.toString();
    return start + (start.endsWith("/") ? "" : "/") + path;
  }
}
