package dev.atoll.nats;

import dev.atoll.nats.NatsMeters.Drop;
import io.nats.client.Connection;
import io.nats.client.api.ServerInfo;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to one connection without ever waiting. jnats' queue is unbounded, so that it blocks nobody; what may be in
 * it is bounded here, by what the connection says it has written. Used on one context.
 */
final class Outlet {
  /** Some seconds of a busy realm; past it the connection counts as congested. */
  private static final long MOST_PENDING = 4 << 20;

  private final Connection connection;
  private final Marks marks;
  private final NatsMeters meters;
  private final boolean withHeaders;
  private final long maxPayload;

  /** Bytes handed over, less than jnats will count for them, so that at rest never more seem to wait than do. */
  private long handedOver;

  Outlet(Connection connection, Marks marks, NatsMeters meters) {
    ServerInfo server = connection.getServerInfo();
    this.connection = connection;
    this.marks = marks;
    this.meters = meters;
    this.withHeaders = server.isHeadersSupported();
    this.maxPayload = server.getMaxPayload();
  }

  /** Most bytes of a payload beside its headers. */
  long mostBytes() {
    return maxPayload - (withHeaders ? Marks.MOST_BYTES : 0);
  }

  /** Whether there is room for more. */
  boolean isFree() {
    long written = connection.getStatistics().getOutBytes();
    handedOver = Math.max(handedOver, written);
    return handedOver - written < MOST_PENDING;
  }

  /** Whether it was handed over, or can never be and is dropped; if not, it may be tried again. */
  boolean send(Outgoing message) {
    if (message.payload().length > mostBytes()) {
      meters.dropped(Drop.TOO_LARGE);
      return true;
    }
    if (!isFree()) {
      return false;
    }
    try {
      connection.publish(message.subject(), headers(message), message.payload());
    } catch (IllegalArgumentException impossible) {
      meters.dropped(Drop.UNSENDABLE);
      return true;
    } catch (IllegalStateException closed) {
      return false;
    }
    handedOver += message.size();
    meters.out(message.form().kind());
    return true;
  }

  /** Counts what jnats was handed beside messages, such as what it is to subscribe to. */
  void handOver(int bytes) {
    handedOver += bytes;
  }

  private @Nullable Headers headers(Outgoing message) {
    return withHeaders ? marks.of(message) : null;
  }
}
