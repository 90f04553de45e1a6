package dev.atoll.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to NATS: one after the other, for ever, until it is stopped. Used on one context, and tells its listener
 * there; what blocks in jnats runs on threads of its own.
 */
final class NatsLink {
  /** Between two attempts, half of it by chance, so that many nodes do not come back as one. */
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final int THREADS = 2;
  private static final Duration FLUSH = Duration.ofSeconds(1);

  /** Servers of a cluster that are remembered. */
  private static final int MOST_KNOWN = 64;

  private static final Logger LOG = LoggerFactory.getLogger(NatsLink.class);

  private final Vertx vertx;
  private final Context context;
  private final ConnectOptions options;
  private final Listener listener;
  private final WorkerExecutor blocking;
  private @Nullable Connection current;
  private List<String> known = List.of();
  private int failures;
  private boolean stopped;

  /** The flush that has not begun, which any number of subscriptions share. */
  private @Nullable Promise<Void> nextFlush;

  private boolean flushing;

  /** Who lives on the connection. */
  interface Listener {
    /** There is a new one. */
    void connected(Connection connection);

    /** It is gone; another is being made. */
    void lost();

    /** One could not be made; another attempt follows. */
    void failed();
  }

  /** To be made on the context that it is used on. */
  NatsLink(Vertx vertx, ConnectOptions options, Listener listener) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.options = options;
    this.listener = listener;
    this.blocking = vertx.createSharedWorkerExecutor(
        "atoll-nats-" + System.identityHashCode(this), THREADS, 1, TimeUnit.MINUTES);
  }

  /** Begins to connect; fails, for good, when a file with a secret cannot be read. */
  Future<Void> start() {
    return blocking
        .executeBlocking(() -> options.read(List.of(), (connection, event) -> {}))
        .onSuccess(readable -> connect())
        .mapEmpty();
  }

  /** Says what was handed over, for at most a second, and closes. */
  Future<Void> stop() {
    stopped = true;
    Connection last = current;
    current = null;
    Future<Void> closed = last == null
        ? Future.succeededFuture()
        : blocking.executeBlocking(() -> {
          try {
            last.flush(FLUSH);
          } finally {
            last.close();
          }
          return null;
        });
    return closed.transform(ended -> blocking.close());
  }

  boolean isUp() {
    return current != null;
  }

  @Nullable
  Connection current() {
    return current;
  }

  /** Succeeds when the server has seen what was handed over so far, when there is none, and after a second. */
  Future<Void> flushed() {
    if (current == null) {
      return Future.succeededFuture();
    }
    if (nextFlush == null) {
      nextFlush = ((ContextInternal) context).promise();
    }
    Future<Void> flushed = nextFlush.future();
    if (!flushing) {
      flush();
    }
    return flushed;
  }

  private void flush() {
    Connection connection = current;
    Promise<Void> those = nextFlush;
    nextFlush = null;
    if (those == null) {
      return;
    }
    if (connection == null) {
      those.complete();
      return;
    }
    flushing = true;
    blocking
        .executeBlocking(
            () -> {
              connection.flush(FLUSH);
              return null;
            },
            false)
        .onComplete(done -> {
          flushing = false;
          those.complete();
          flush();
        });
  }

  private void connect() {
    if (stopped) {
      return;
    }
    ConnectionListener events = (connection, event) -> {
      if (event == ConnectionListener.Events.DISCONNECTED
          || event == ConnectionListener.Events.CLOSED) {
        context.runOnContext(ignored -> lost(connection));
      }
    };
    blocking
        .executeBlocking(() -> Nats.connect(read(events)), false)
        .onSuccess(this::connected)
        .onFailure(this::failed);
  }

  private Options read(ConnectionListener events) {
    return options.read(known, events);
  }

  private void connected(Connection connection) {
    if (stopped || connection.getStatus() != Connection.Status.CONNECTED) {
      close(connection);
      failed(new IllegalStateException("lost at once"));
      return;
    }
    failures = 0;
    current = connection;
    known = connection.getServers().stream().limit(MOST_KNOWN).toList();
    LOG.info(
        "NATS connected server={} version={}",
        connection.getServerInfo().getServerName(),
        connection.getServerInfo().getVersion());
    listener.connected(connection);
  }

  /** The first one in a row is told; then it is only how things are. */
  private void failed(Throwable cause) {
    if (stopped) {
      return;
    }
    if (failures == 0) {
      LOG.warn("NATS not reached, trying on; nobody is kept out cause={}", cause.toString());
    } else {
      LOG.debug("NATS not reached attempt={} cause={}", failures + 1, cause.toString());
    }
    failures++;
    listener.failed();
    pause();
  }

  private void lost(Connection connection) {
    if (connection != current) {
      return;
    }
    current = null;
    close(connection);
    if (!stopped) {
      LOG.warn("NATS connection lost, making another");
      listener.lost();
      pause();
    }
  }

  private void pause() {
    long pause =
        Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, Byte.SIZE));
    long chance = ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    vertx.setTimer(pause / 2 + chance, id -> connect());
  }

  private void close(Connection connection) {
    blocking
        .executeBlocking(
            () -> {
              connection.close();
              return null;
            },
            false)
        .onFailure(failure -> LOG.debug("NATS close failed cause={}", failure.toString()));
  }
}
