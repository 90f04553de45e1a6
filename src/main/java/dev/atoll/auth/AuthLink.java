package dev.atoll.auth;

/**
 * One link of an auth chain, as it came.
 *
 * @param type what the payload is and how it was signed
 * @param payload the text that was signed; of a SIGNER the owner's address
 * @param signature hexadecimal digits that nobody has looked at yet; empty for a SIGNER, whatever it sent
 */
public record AuthLink(AuthLinkType type, String payload, String signature) {

  /** Without the signature, which would let a reader of logs log in. */
  @Override
  public String toString() {
    return "AuthLink[" + type + "]";
  }
}
