package dev.atoll.session;

import dev.atoll.auth.AuthRefusal;

/**
 * Why the server closed a socket. The name is the metric label and the log word; {@code docs/close-codes.md} lists them all.
 */
public enum CloseReason {
  LEFT(1000, "Left", Retry.NEVER),
  TEXT_FRAME(1003, "Binary frames only", Retry.NEVER),
  UNDECODABLE(1007, "Cannot decode message", Retry.NEVER),
  UNDECODABLE_CLIENT_PACKET(1007, "Cannot decode ClientPacket", Retry.NEVER),
  PROTOCOL_ERROR(1002, "Not a valid WebSocket frame", Retry.NEVER),
  WRONG_STAGE(1008, "Message out of place", Retry.NEVER),
  BAD_ADDRESS(1008, "Not an Ethereum address", Retry.NEVER),
  BAD_AUTH_CHAIN(1008, "Auth chain refused", Retry.NEVER),
  CONTRACT_WALLET_UNSUPPORTED(1008, "Contract wallets need ethereum.rpc-url", Retry.NEVER),
  DENIED(1008, "Address denied", Retry.NEVER),
  BANNED(1008, "Address banned", Retry.NEVER),
  BAD_TOKEN(1008, "Token refused", Retry.NEVER),
  BAD_ROOM(1008, "Room id refused", Retry.NEVER),
  TOKEN_ONLY(1008, "Room opens by token only", Retry.NEVER),
  NOT_IN_ISLAND(1008, "No longer in this island", Retry.NEVER),
  TOO_MANY_TOPICS(1008, "Too many subscriptions", Retry.NEVER),
  TOPICS_TOO_FAST(1013, "Subscriptions change too fast", Retry.LATER),
  TOO_LARGE(1009, "Message too large", Retry.NEVER),
  INTERNAL_ERROR(1011, "Internal error", Retry.LATER),
  DRAINING(1012, "Node is going down", Retry.AT_ONCE),
  ROOM_FULL(1013, "This world is full. Try again later.", Retry.LATER),
  TOO_MANY_ROOMS(1013, "No room can be added", Retry.LATER),
  NO_SEAT(1013, "No seat could be asked for", Retry.LATER),
  ALIAS_TAKEN(1013, "Alias given to somebody else too", Retry.LATER),
  TOO_MANY_SERVERS(1013, "No server can be added", Retry.LATER),
  BAD_SUBPROTOCOL(1008, "Not atoll.json or atoll.protobuf", Retry.NEVER),
  TOO_SLOW(1013, "Client reads too slowly", Retry.LATER),
  ETHEREUM_UNREACHABLE(1013, "Contract wallet could not be asked", Retry.LATER),
  BUSY(1013, "Too many logins at once", Retry.LATER),
  REPLACED(4000, "Replaced by a newer session", Retry.NEVER),
  HANDSHAKE_TIMEOUT(4001, "Handshake too slow", Retry.LATER),
  NO_PONG(4002, "No pong", Retry.AT_ONCE);

  /** What a client should do next. */
  public enum Retry {
    /** Come back only after something changed: the same again ends the same. */
    NEVER,
    /** Come back after a pause, longer each time. */
    LATER,
    /** Come back right away, with some jitter. */
    AT_ONCE
  }

  private final int code;
  private final String text;
  private final Retry retry;

  CloseReason(int code, String text, Retry retry) {
    this.code = code;
    this.text = text;
    this.retry = retry;
  }

  /** The reason for which a socket is closed whose login or token was refused. */
  public static CloseReason of(AuthRefusal refusal) {
    return switch (refusal) {
      case NOT_AN_ADDRESS -> BAD_ADDRESS;
      case CONTRACT_WALLETS_OFF -> CONTRACT_WALLET_UNSUPPORTED;
      case ETHEREUM_UNREACHABLE -> ETHEREUM_UNREACHABLE;
      case BUSY -> BUSY;
      case BAD_TOKEN, TOKEN_EXPIRED, TOKEN_NOT_YET, TOKEN_AUDIENCE, TOKEN_PEER, TOKEN_REVOKED ->
        BAD_TOKEN;
      default -> BAD_AUTH_CHAIN;
    };
  }

  /** Close code of RFC 6455, or one of ours from 4000 on. */
  public int code() {
    return code;
  }

  /** What stands in the close frame, at most 123 bytes. */
  public String text() {
    return text;
  }

  /** What a client should do next. */
  public Retry retry() {
    return retry;
  }
}
