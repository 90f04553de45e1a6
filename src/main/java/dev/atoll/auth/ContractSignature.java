package dev.atoll.auth;

/**
 * A signature that only a contract can judge.
 *
 * @param contract its lower-case address
 * @param message the text that was signed
 * @param signature any bytes; each contract has its own idea of them
 */
record ContractSignature(String contract, String message, byte[] signature) {
  /** Bytes; wallets of several owners need 65 for each. */
  static final int MAX_SIGNATURE = 4096;

  static ContractSignature parse(String contract, String message, String signature) {
    return new ContractSignature(
        contract, message, EthereumSignature.hex(signature, MAX_SIGNATURE));
  }

  @Override
  public String toString() {
    return "ContractSignature[" + contract + "]";
  }
}
