package dev.atoll.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The public port.
 *
 * @param host address to listen on
 * @param port TCP port, 0 lets the system choose
 * @param publicUrl origin (and path, if any) under which clients reach this node; by default that of each request
 * @param trustedProxies addresses or CIDR blocks whose {@code X-Forwarded-*} headers are believed
 */
public record HttpSettings(
    String host, int port, Optional<URI> publicUrl, List<String> trustedProxies) {
  public HttpSettings {
    Check.text("host", host, 1, 253);
    Check.port("port", port);
    publicUrl.ifPresent(url -> Check.httpUrl("public-url", url));
    trustedProxies = List.copyOf(trustedProxies);
    trustedProxies.forEach(block -> Check.addressBlock("trusted-proxies", block));
  }
}
