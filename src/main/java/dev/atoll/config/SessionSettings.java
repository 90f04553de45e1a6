package dev.atoll.config;

import java.time.Duration;

/**
 * Every WebSocket.
 *
 * @param pingInterval between two pings
 * @param pongTimeout after a ping, until the socket counts as dead
 * @param queueBytes bytes that may wait for one slow client before it is closed
 * @param inboundRate bytes a second that one client may send, after four times as many at once; the rest is read later. Each
 *     frame counts as its bytes and 512 more
 * @param drainTime over which sockets are closed when this node stops and another one takes its players
 */
public record SessionSettings(
    Duration pingInterval,
    Duration pongTimeout,
    ByteSize queueBytes,
    ByteSize inboundRate,
    Duration drainTime) {
  public SessionSettings {
    Check.between("ping-interval", pingInterval, Duration.ofMillis(100), Duration.ofMinutes(10));
    Check.between("pong-timeout", pongTimeout, Duration.ofMillis(50), Duration.ofMinutes(10));
    Check.between("queue-bytes", queueBytes.bytes(), 64 << 10, 64 << 20);
    Check.between("inbound-rate", inboundRate.bytes(), 16 << 10, 1 << 30);
    Check.between("drain-time", drainTime, Duration.ZERO, Duration.ofMinutes(10));
  }
}
