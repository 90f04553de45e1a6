package dev.atoll.auth;

import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A wallet that has lent its authority to an ephemeral key: what a client logs in with. Making a random one costs two keys and a
 * signature, each chain one signature more. Immutable; safe for any thread.
 */
public final class Identity {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;

  private final Signatures signatures;
  private final EthereumKey wallet;
  private final EthereumKey ephemeral;

  /** The links that are the same in each chain, an open JSON array. */
  private final String links;

  private Identity(
      Signatures signatures, EthereumKey wallet, EthereumKey ephemeral, Instant expiration) {
    this.signatures = signatures;
    this.wallet = wallet;
    this.ephemeral = ephemeral;
    String payload =
        EphemeralPayload.write(EthereumAddress.checksummed(ephemeral.address()), expiration);
    this.links = "["
        + link(AuthLinkType.SIGNER, EthereumAddress.checksummed(wallet.address()), "")
        + ","
        + link(AuthLinkType.ECDSA_EPHEMERAL, payload, signatures.signText(payload, wallet))
        + ",";
  }

  /** A new wallet and a new ephemeral key that is good until then. */
  public static Identity random(Instant expiration) {
    Signatures signatures = Signatures.fastest();
    return new Identity(signatures, randomKey(signatures), randomKey(signatures), expiration);
  }

  /**
   * That of two known keys.
   *
   * @param wallet private key, hexadecimal digits with or without {@code 0x}
   * @param ephemeral private key, likewise
   * @throws IllegalArgumentException if one is no key; the message does not say what it was
   */
  public static Identity of(String wallet, String ephemeral, Instant expiration) {
    return of(Signatures.fastest(), wallet, ephemeral, expiration);
  }

  static Identity of(Signatures signatures, String wallet, String ephemeral, Instant expiration) {
    return new Identity(
        signatures, signatures.key(secret(wallet)), signatures.key(secret(ephemeral)), expiration);
  }

  private static byte[] secret(String digits) {
    try {
      return HexFormat.of().parseHex(digits.startsWith("0x") ? digits.substring(2) : digits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a private key");
    }
  }

  private static EthereumKey randomKey(Signatures signatures) {
    byte[] secret = new byte[SECRET_BYTES];
    do {
      RANDOM.nextBytes(secret);
      // one in 2^128 is no key
    } while (!EthereumKey.isSecret(secret));
    return signatures.key(secret);
  }

  /** Lower-case address of the wallet. */
  public String address() {
    return wallet.address();
  }

  /**
   * The chain over a challenge, or over any other text.
   *
   * @return JSON: SIGNER, ECDSA_EPHEMERAL, ECDSA_SIGNED_ENTITY
   */
  public String authChain(String payload) {
    String signature = signatures.signText(payload, ephemeral);
    return links + link(AuthLinkType.ECDSA_SIGNED_ENTITY, payload, signature) + "]";
  }

  private static String link(AuthLinkType type, String payload, String signature) {
    return new JsonObject()
        .put("type", type.name())
        .put("payload", payload)
        .put("signature", signature)
        .encode();
  }

  @Override
  public String toString() {
    return "Identity[" + address() + "]";
  }
}
