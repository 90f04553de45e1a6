package dev.atoll.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a client needs to join something, in each of the forms that realms and islands hand out (docs/protocol.md). Wrappers
 * ({@code fixed-adapter:}, a doubled {@code archipelago:}) are taken off while parsing.
 */
public sealed interface ConnectionString {

  /** The archipelago door, which says by and by where to go. */
  record Archipelago(URI url) implements ConnectionString {
    @Override
    public String toString() {
      return "archipelago:archipelago:" + url;
    }
  }

  /** A WebSocket room; the URL is whole, with the token if it has one. */
  record Room(URI url) implements ConnectionString {
    /** What opens the room; without it the room asks for a signed challenge. */
    public Optional<String> accessToken() {
      return parameter(url, "access_token");
    }

    /** Where the room is, and which it is, whatever the token: during a move there are two of one path, at different nodes. */
    public String place() {
      return url.getRawAuthority() + url.getRawPath();
    }

    /** The room's path, which names it whatever the host and the token. */
    public String path() {
      return url.getRawPath();
    }

    @Override
    public String toString() {
      return "ws-room:" + url;
    }
  }

  /** A LiveKit room. */
  record LiveKit(URI url, String accessToken) implements ConnectionString {
    @Override
    public String toString() {
      return "livekit:" + url + "?access_token=" + accessToken;
    }
  }

  /** A URL to post a signed fetch to, which answers with another connection string. */
  record SignedLogin(URI url) implements ConnectionString {
    @Override
    public String toString() {
      return "signed-login:" + url;
    }
  }

  /** Peers connect to each other; who they are comes with the island change. */
  record PeerToPeer(String name) implements ConnectionString {
    @Override
    public String toString() {
      return "p2p:" + name;
    }
  }

  /** The comms of 2021. */
  record Lighthouse(URI url) implements ConnectionString {
    @Override
    public String toString() {
      return "lighthouse:" + url;
    }
  }

  /** A kernel's own test transport. */
  record Simulator(URI url) implements ConnectionString {
    @Override
    public String toString() {
      return "simulator:" + url;
    }
  }

  /** No comms at all. */
  record Offline() implements ConnectionString {
    @Override
    public String toString() {
      return "offline:offline";
    }
  }

  /**
   * Reads a connection string.
   *
   * @throws IllegalArgumentException if it is none, with a message that says why and holds no token
   */
  static ConnectionString parse(String text) {
    int colon = text.indexOf(':');
    String protocol = colon < 0 ? text : text.substring(0, colon);
    String rest = text.substring(colon + 1);
    return switch (protocol) {
      case "offline" -> new Offline();
      case "fixed-adapter" -> parse(rest);
      case "archipelago" -> wraps(rest) ? parse(rest) : new Archipelago(socketUrl(rest));
      case "ws-room" -> new Room(socketUrl(rest));
      case "livekit" -> liveKit(socketUrl(rest));
      case "signed-login" -> new SignedLogin(url(rest));
      case "p2p" -> new PeerToPeer(rest);
      case "lighthouse" -> new Lighthouse(url(rest));
      case "simulator" -> new Simulator(url(rest));
      default ->
        throw new IllegalArgumentException("no connection string of a known protocol: " + protocol);
    };
  }

  private static boolean wraps(String rest) {
    return Arrays.asList(
            "archipelago", "fixed-adapter", "ws-room", "livekit", "signed-login", "offline")
        .contains(rest.split(":", 2)[0]);
  }

  /** What has no scheme is taken to be secure, as godot and the kernel do. */
  private static URI socketUrl(String text) {
    boolean whole = text.startsWith("ws:") || text.startsWith("wss:");
    return url(whole ? text : "wss://" + text);
  }

  private static ConnectionString liveKit(URI url) {
    String token = parameter(url, "access_token")
        .orElseThrow(() -> new IllegalArgumentException("livekit without access_token"));
    String whole = url.toString();
    return new LiveKit(url(whole.substring(0, whole.indexOf('?'))), token);
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // told below, without the text: it may hold a token
    }
    throw new IllegalArgumentException("connection string without a URL");
  }

  private static Optional<String> parameter(URI url, String name) {
    String query = url.getRawQuery() == null ? "" : url.getRawQuery();
    return Arrays.stream(query.split("&"))
        .filter(each -> each.startsWith(name + "="))
        .map(each -> each.substring(name.length() + 1))
        .findFirst();
  }
}
