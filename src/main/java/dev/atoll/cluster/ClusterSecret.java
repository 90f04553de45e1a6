package dev.atoll.cluster;

import dev.atoll.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;

/** By which the nodes of one cluster know each other, and what else is made from it. Tells it to nobody. */
public final class ClusterSecret {
  private static final byte[] NO_SALT = {};

  /** Of what goes over the wire of a digest: enough that no two are the same by chance. */
  private static final int SHORT_BYTES = 16;

  private final byte[] secret;
  private final String name;

  /** @param name of the cluster */
  public ClusterSecret(Secret secret, String name) {
    this.secret = secret.value().getBytes(StandardCharsets.UTF_8);
    this.name = name;
  }

  /**
   * A secret of its own for another purpose, the same on all nodes.
   *
   * @param purpose what it is for, e.g. {@code rooms.secret}
   */
  public Secret derived(String purpose) {
    return new Secret(HexFormat.of().formatHex(Hkdf.key(secret, NO_SALT, "atoll " + purpose)));
  }

  /** What Hazelcast knows the cluster by, which it sends in clear. */
  String publicName() {
    return "atoll-" + HexFormat.of().formatHex(digest("name", name));
  }

  /** Tells whether two have the same without telling what. */
  byte[] digest(String label, String value) {
    Mac mac = Hkdf.mac(Hkdf.key(secret, NO_SALT, "atoll digest " + label));
    byte[] whole = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(whole, SHORT_BYTES);
  }

  /** Proves in a handshake that a side knows the secret. */
  Mac proof(String role) {
    return Hkdf.mac(Hkdf.key(secret, NO_SALT, "atoll link proof " + role));
  }

  /** Authenticates what one side of one link sends. */
  Mac link(byte[] nonces, String role) {
    return Hkdf.mac(Hkdf.key(secret, nonces, "atoll link batches " + role));
  }
}
