package dev.atoll.auth;

/**
 * Signatures on secp256k1 as Ethereum makes them. Both implementations give the same answer to every input, down to the bytes:
 * signing is deterministic (RFC 6979, the lower s). Safe for any thread; each call takes 30-350 µs of CPU, so a server calls
 * it off its event loops.
 */
sealed interface Signatures permits NativeSignatures, Web3jSignatures {

  /** The native library where it loads, else pure Java, which takes some three times as long; chosen (and logged) once. */
  static Signatures fastest() {
    return FastestSignatures.CHOSEN;
  }

  /**
   * Whose signature this is.
   *
   * @param hash the 32 bytes that were signed
   * @return lower-case address
   * @throws AuthRefusedException {@link AuthRefusal#BAD_SIGNATURE} if it is nobody's
   */
  String recover(byte[] hash, EthereumSignature signature);

  /** Signs 32 bytes. */
  EthereumSignature sign(byte[] hash, EthereumKey key);

  /**
   * A key of 32 secret bytes.
   *
   * @throws IllegalArgumentException if they are no key; the message does not say what they were
   */
  EthereumKey key(byte[] secret);

  /** Signs a text as wallets' {@code personal_sign} does (EIP-191), in the form an auth chain carries. */
  default String signText(String text, EthereumKey key) {
    return sign(Keccak.personal(text), key).hex();
  }
}
