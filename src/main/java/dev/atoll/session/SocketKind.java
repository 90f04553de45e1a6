package dev.atoll.session;

/**
 * What sockets of one door have in common.
 *
 * @param door short name, the metric label
 * @param maxMessageBytes most bytes of a message from the client
 * @param undecodable the reason for bytes that do not decode
 * @param text whether text messages are taken too, as their bytes of UTF-8, which the door checks
 */
public record SocketKind(String door, int maxMessageBytes, CloseReason undecodable, boolean text) {
  /** A kind of sockets whose messages are binary. */
  public SocketKind(String door, int maxMessageBytes, CloseReason undecodable) {
    this(door, maxMessageBytes, undecodable, false);
  }
}
