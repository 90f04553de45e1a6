package dev.atoll.auth;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** Ethereum addresses as text. */
public final class EthereumAddress {
  private static final int LENGTH = 42;
  private static final int BYTES = 20;

  private EthereumAddress() {}

  /** Whether this is {@code 0x} and 40 hexadecimal digits of any case; no checksum is asked for. */
  public static boolean isAddress(String text) {
    if (text.length() != LENGTH || !text.startsWith("0x")) {
      return false;
    }
    for (int i = 2; i < LENGTH; i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The form in which Atoll knows a peer: lower-case. */
  public static String normalised(String address) {
    return address.toLowerCase(Locale.ROOT);
  }

  /**
   * Lower-case address of a public key.
   *
   * @param publicKey x and y, 64 bytes
   */
  static String ofPublicKey(byte[] publicKey) {
    byte[] hash = Keccak.hash(publicKey);
    return "0x" + HexFormat.of().formatHex(hash, hash.length - BYTES, hash.length);
  }

  /** The mixed-case form of EIP-55, in which wallets show and sign addresses. */
  static String checksummed(String address) {
    String digits = address.substring(2).toLowerCase(Locale.ROOT);
    String hash = HexFormat.of().formatHex(Keccak.hash(digits.getBytes(StandardCharsets.US_ASCII)));
    char[] mixed = digits.toCharArray();
    for (int i = 0; i < mixed.length; i++) {
      if (hash.charAt(i) >= '8') {
        mixed[i] = Character.toUpperCase(mixed[i]);
      }
    }
    return "0x" + new String(mixed);
  }
}
