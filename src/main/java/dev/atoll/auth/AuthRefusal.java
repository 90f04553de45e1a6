package dev.atoll.auth;

/** Why a login was refused: a word for logs and metrics, free of anything a client sent. */
public enum AuthRefusal {
  /** Not JSON of one to ten links, or larger than {@link AuthChain#MAX_LENGTH}. */
  MALFORMED,
  /** The owner is not {@code 0x} and 40 hexadecimal digits. */
  NOT_AN_ADDRESS,
  /** The owner signed nothing: a SIGNER link alone proves nothing. */
  UNSIGNED,
  /** Not SIGNER first, then ephemeral links, then one signed entity. */
  WRONG_ORDER,
  /** The text of an ephemeral link is not banner, address and expiration. */
  BAD_EPHEMERAL,
  /** An ephemeral link is no longer valid. */
  EXPIRED,
  /** The chain does not end in the challenge that was asked for. */
  WRONG_PAYLOAD,
  /** Not a signature at all: wrong length, digits, range or v. */
  BAD_SIGNATURE,
  /** A good signature, but of somebody else. */
  WRONG_SIGNER,
  /** Contract wallets cannot log in: no {@code ethereum.rpc-url} is set. */
  CONTRACT_WALLETS_OFF,
  /** The contract says the signature is not its own. */
  CONTRACT_REFUSED,
  /** The Ethereum node gave no usable answer in time. */
  ETHEREUM_UNREACHABLE,
  /** A signed request is of another time than now. */
  STALE,
  /** A signed request came before. */
  REPLAYED,
  /** Too many logins at once; the same chain may pass later. */
  BUSY,
  /** Not a token, or not signed with this realm's secret by HS256. */
  BAD_TOKEN,
  /** The token's time is over. */
  TOKEN_EXPIRED,
  /** The token's time has not come. */
  TOKEN_NOT_YET,
  /** The token is for another room or another host. */
  TOKEN_AUDIENCE,
  /** The token names no peer address. */
  TOKEN_PEER,
  /** The token was revoked by the realm's owner. */
  TOKEN_REVOKED
}
