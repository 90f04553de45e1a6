package dev.atoll.auth;

/** Kinds of links of an auth chain, by their names on the wire. */
public enum AuthLinkType {
  /** Names the owner, signs nothing. */
  SIGNER,
  /** A wallet passes its authority to a key of its own making, for a time. */
  ECDSA_EPHEMERAL,
  /** The current authority signs the challenge. */
  ECDSA_SIGNED_ENTITY,
  /** As {@link #ECDSA_EPHEMERAL}, but the wallet is a contract. */
  ECDSA_EIP_1654_EPHEMERAL,
  /** As {@link #ECDSA_SIGNED_ENTITY}, but the authority is a contract. */
  ECDSA_EIP_1654_SIGNED_ENTITY;

  boolean isEphemeral() {
    return this == ECDSA_EPHEMERAL || this == ECDSA_EIP_1654_EPHEMERAL;
  }

  boolean isEntity() {
    return this == ECDSA_SIGNED_ENTITY || this == ECDSA_EIP_1654_SIGNED_ENTITY;
  }

  boolean isByContract() {
    return this == ECDSA_EIP_1654_EPHEMERAL || this == ECDSA_EIP_1654_SIGNED_ENTITY;
  }
}
