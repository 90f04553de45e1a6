package dev.atoll.session;

import dev.atoll.config.HttpSettings;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which WebSocket origin clients reach this node: {@code http.public-url} when set, else what the request itself says,
 * where {@code X-Forwarded-Host} and {@code X-Forwarded-Proto} count from {@code http.trusted-proxies} only.
 *
 * <p>An origin is {@code ws://host[:port]} or {@code wss://host[:port]}: the host in lower case, the port left out where it is
 * the scheme's own; that of a public URL keeps the URL's path, without a slash at the end. Immutable and safe for any thread.
 */
public final class Origins {
  /** A name of the DNS or an IPv4 address, or an IPv6 address in brackets. */
  private static final Pattern HOST = Pattern.compile(
      "(?=.{1,253}$)[0-9a-zA-Z_]([0-9a-zA-Z_.-]*[0-9a-zA-Z_.])?|\\[[0-9a-fA-F:.]{2,45}]");

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final Optional<String> published;
  private final TrustedProxies proxies;

  /** @throws IllegalArgumentException when a trusted proxy is neither an address nor a CIDR block */
  public Origins(HttpSettings settings) {
    this.published = settings.publicUrl().map(Origins::published);
    this.proxies = new TrustedProxies(settings.trustedProxies());
  }

  /** The origin of {@code http.public-url}, when set. */
  public Optional<String> published() {
    return published;
  }

  /** The origin to send this request's client to. */
  public String of(HttpServerRequest request) {
    return published.orElseGet(() -> requested(request));
  }

  /** Every origin this node goes by for this request's client: the published one, and the one it asked for. */
  public List<String> all(HttpServerRequest request) {
    Set<String> origins = new LinkedHashSet<>();
    published.ifPresent(origins::add);
    origins.add(requested(request));
    return List.copyOf(origins);
  }

  private String requested(HttpServerRequest request) {
    boolean forwarded = proxies.contains(request.remoteAddress());
    boolean secure = forwarded
        ? secure(request.getHeader("X-Forwarded-Proto"), request.isSSL())
        : request.isSSL();
    HostAndPort host = forwarded ? forwardedHost(request) : ownHost(request);
    return host == null ? local(request.localAddress(), secure) : origin(host, secure);
  }

  private static boolean secure(@Nullable String protocol, boolean otherwise) {
    if (protocol == null) {
      return otherwise;
    }
    String first = first(protocol);
    return first.equalsIgnoreCase("https") || first.equalsIgnoreCase("wss");
  }

  private static @Nullable HostAndPort forwardedHost(HttpServerRequest request) {
    String header = request.getHeader("X-Forwarded-Host");
    HostAndPort host = header == null ? null : HostAndPort.parseAuthority(first(header), -1);
    return isHost(host) ? host : ownHost(request);
  }

  private static @Nullable HostAndPort ownHost(HttpServerRequest request) {
    HostAndPort host = request.authority();
    return isHost(host) ? host : null;
  }

  /** Vert.x lets much pass that is none; it would come back in {@code /about}. */
  private static boolean isHost(@Nullable HostAndPort host) {
    return host != null && HOST.matcher(host.host()).matches();
  }

  /** Of several proxies the first is the client's. */
  private static String first(String header) {
    int comma = header.indexOf(',');
    return (comma < 0 ? header : header.substring(0, comma)).trim();
  }

  /** For a client that names no host, or none that could be one. */
  private static String local(SocketAddress address, boolean secure) {
    String host = address.hostAddress();
    return origin(host.indexOf(':') < 0 ? host : '[' + host + ']', address.port(), secure);
  }

  private static String origin(HostAndPort host, boolean secure) {
    return origin(host.host(), host.port(), secure);
  }

  private static String origin(String host, int port, boolean secure) {
    String start = (secure ? "wss://" : "ws://") + host.toLowerCase(Locale.ROOT);
    boolean own = port <= 0 || port == (secure ? HTTPS_PORT : HTTP_PORT);
    return own ? start : start + ':' + port;
  }

  public static String published(URI url) {
    boolean secure = url.getScheme().equals("https");
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return origin(url.getHost(), url.getPort(), secure) + withoutLastSlash(path);
  }

  private static String withoutLastSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
