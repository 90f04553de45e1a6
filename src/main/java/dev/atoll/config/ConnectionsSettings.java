package dev.atoll.config;

import java.time.Duration;

/**
 * Connections to the public port. Those from the machine itself and from {@code http.trusted-proxies} have no share of their
 * own: they carry many clients.
 *
 * @param max most at once; fewer where the operating system gives the process fewer files
 * @param maxPerAddress most at once from one address (of IPv6: one /64)
 * @param rate new ones a second; those beyond it wait in the operating system's queue
 * @param ratePerAddress new ones a second from one address, after twice as many at once; those beyond it are closed
 * @param requestTimeout from the connection, or a request's first byte, to the request's end
 */
public record ConnectionsSettings(
    int max, int maxPerAddress, int rate, int ratePerAddress, Duration requestTimeout) {
  public ConnectionsSettings {
    Check.between("max", max, 1, 1_000_000);
    Check.between("max-per-address", maxPerAddress, 1, 1_000_000);
    Check.between("rate", rate, 1, 100_000);
    Check.between("rate-per-address", ratePerAddress, 1, 100_000);
    Check.between("request-timeout", requestTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
  }
}
