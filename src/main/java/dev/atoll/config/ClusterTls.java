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

  /** @throws SettingException when one of the files cannot be read */
  public void requireReadable() {
    requireReadable("cert-file", certFile);
    requireReadable("key-file", keyFile);
    requireReadable("ca-file", caFile);
  }

  private static void requireReadable(String key, Optional<String> file) {
    file.ifPresent(named -> Check.require(
        "cluster.tls." + key, SecretFile.isReadable(named), named, "a file that can be read"));
  }

  /** Whether links are encrypted. */
  public boolean isOn() {
    return certFile.isPresent();
  }
}
