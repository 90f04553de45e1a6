package dev.atoll.config;

import java.util.Optional;

/**
 * Certificates by which nodes know each other, in PEM; all three or none.
 *
 * @param certFile this node's own, and those between it and the authority
 * @param keyFile the key of it
 * @param caFile those that other nodes' are checked against
 */
public record ClusterTls(
    Optional<String> certFile, Optional<String> keyFile, Optional<String> caFile) {
  public ClusterTls {
    boolean any = certFile.isPresent() || keyFile.isPresent() || caFile.isPresent();
    require("cert-file", any, certFile);
    require("key-file", any, keyFile);
    require("ca-file", any, caFile);
  }

  private static void require(String key, boolean any, Optional<String> file) {
    Check.require(
        key, !any || file.isPresent(), "", "set where another file of cluster.tls is, a PEM file");
  }

  /** Whether links are encrypted. */
  public boolean isOn() {
    return certFile.isPresent();
  }
}
