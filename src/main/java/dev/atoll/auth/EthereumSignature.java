package dev.atoll.auth;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A recoverable signature whose numbers are in range: r and s from 1 to below the curve's order, recovery id 0 or 1. Both halves
 * of s pass, as with the libraries of Ethereum wallets; each challenge is used once, so the twin of a signature is worth nothing.
 */
final class EthereumSignature {
  private static final int NUMBER = 32;
  static final int LENGTH = 2 * NUMBER + 1;

  /** Order of secp256k1 (SEC 2, 2.4.1). */
  static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  private static final byte[] ORDER_BYTES =
      HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
  private static final int V_BASE = 27;

  private final byte[] compact;
  private final int recoveryId;

  private EthereumSignature(byte[] compact, int recoveryId) {
    this.compact = compact;
    this.recoveryId = recoveryId;
  }

  /**
   * @param compact r and s, 64 bytes
   * @param recoveryId 0 or 1
   */
  static EthereumSignature of(byte[] compact, int recoveryId) {
    boolean holds = compact.length == 2 * NUMBER && recoveryId >= 0 && recoveryId <= 1;
    if (!holds || !inRange(compact, 0) || !inRange(compact, NUMBER)) {
      throw new AuthRefusedException(AuthRefusal.BAD_SIGNATURE);
    }
    return new EthereumSignature(compact, recoveryId);
  }

  /**
   * Reads r, s and v (27, 28, 0 or 1; nothing that only means the same modulo 2).
   *
   * @param text 65 bytes as hexadecimal digits, {@code 0x} before them or not
   */
  static EthereumSignature parse(String text) {
    byte[] bytes = hex(text, LENGTH);
    if (bytes.length != LENGTH) {
      throw new AuthRefusedException(AuthRefusal.BAD_SIGNATURE);
    }
    int v = bytes[LENGTH - 1];
    return of(Arrays.copyOf(bytes, LENGTH - 1), v >= V_BASE ? v - V_BASE : v);
  }

  /** Bytes of at most so many hexadecimal pairs, {@code 0x} before them or not. */
  static byte[] hex(String text, int most) {
    int from = text.startsWith("0x") ? 2 : 0;
    if (text.length() - from > 2 * most) {
      throw new AuthRefusedException(AuthRefusal.BAD_SIGNATURE);
    }
    try {
      return HexFormat.of().parseHex(text, from, text.length());
    } catch (IllegalArgumentException e) {
      throw new AuthRefusedException(AuthRefusal.BAD_SIGNATURE);
    }
  }

  private static boolean inRange(byte[] numbers, int from) {
    int to = from + NUMBER;
    return Arrays.compareUnsigned(numbers, from, to, ORDER_BYTES, 0, NUMBER) < 0
        && !Arrays.equals(numbers, from, to, new byte[NUMBER], 0, NUMBER);
  }

  /** r and s, 64 bytes, not to be changed. */
  byte[] compact() {
    return compact;
  }

  int recoveryId() {
    return recoveryId;
  }

  BigInteger r() {
    return new BigInteger(1, compact, 0, NUMBER);
  }

  BigInteger s() {
    return new BigInteger(1, compact, NUMBER, NUMBER);
  }

  /** As wallets write it: {@code 0x}, r, s, and v as 27 or 28. */
  String hex() {
    return "0x" + HexFormat.of().formatHex(compact) + (recoveryId == 0 ? "1b" : "1c");
  }

  /** Says nothing of itself. */
  @Override
  public String toString() {
    return "signature";
  }
}
