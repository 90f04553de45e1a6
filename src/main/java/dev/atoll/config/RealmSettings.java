package dev.atoll.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What the realm says of itself in {@code /about}, and who it is in its rooms.
 *
 * @param name the realm's name
 * @param contentUrl content server of the realm
 * @param lambdasUrl lambdas server of the realm
 * @param serverAddress by which servers speak in rooms; {@link #ownAddress} when unset
 */
public record RealmSettings(
    String name, URI contentUrl, URI lambdasUrl, Optional<String> serverAddress) {
  private static final int ADDRESS_BYTES = 20;

  public RealmSettings {
    Check.text("name", name, 1, 64);
    Check.httpUrl("content-url", contentUrl);
    Check.httpUrl("lambdas-url", lambdasUrl);
    serverAddress.ifPresent(address -> Check.matches(
        "server-address", address, "0x[0-9a-fA-F]{40}", "0x and 40 hexadecimal digits"));
  }

  /**
   * The address, lower-case, by which servers speak in rooms and nobody logs in: that of the settings, else one made from the realm's
   * name, which is the same on every node and which nobody has the key of.
   */
  public String ownAddress() {
    return serverAddress.orElseGet(this::addressOfName).toLowerCase(Locale.ROOT);
  }

  private String addressOfName() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest(("server of realm " + name).getBytes(StandardCharsets.UTF_8));
      return "0x" + HexFormat.of().formatHex(digest, 0, ADDRESS_BYTES);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
