package dev.atoll.auth;

import java.math.BigInteger;

/** A private key with its address; it never prints itself. Made by {@link Signatures#key}. */
final class EthereumKey {
  private final byte[] secret;
  private final String address;

  EthereumKey(byte[] secret, String address) {
    this.secret = secret;
    this.address = address;
  }

  /** Whether these bytes are a number from 1 to below the curve's order, 32 bytes. */
  static boolean isSecret(byte[] bytes) {
    BigInteger number = new BigInteger(1, bytes);
    return bytes.length == 32
        && number.signum() > 0
        && number.compareTo(EthereumSignature.ORDER) < 0;
  }

  /** Lower-case address. */
  String address() {
    return address;
  }

  /** The 32 bytes, not to be changed. */
  byte[] secret() {
    return secret;
  }

  @Override
  public String toString() {
    return address;
  }
}
