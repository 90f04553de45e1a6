package dev.atoll.session;

/**
 * What sockets of one door have in common.
 *
 * @param door short name, the metric label
 * @param maxMessageBytes most bytes of a message from the client
 * @param undecodable the reason for bytes that do not decode
 */
public record SocketKind(String door, int maxMessageBytes, CloseReason undecodable) {}
