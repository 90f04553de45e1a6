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
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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

  /** A connection that lived less is a failure too: a server that accepts and cuts must not be asked without pause. */
  private static final long SOUND_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What {@link #stop} waits for an attempt, which nothing can break off. */
  private static final long LONGEST_STOP_SECONDS = 3;

  /** Of a URL. */
  private static final Pattern USER = Pattern.compile("://[^/\\s,\\]]*@");

  /** Servers of a cluster that are remembered when the connection is lost. */
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
  private long connectedAt;
  private boolean stopped;

  /** The attempt to connect that goes on, or the last one, with what became of it. */
  private Future<Void> attempt = Future.succeededFuture();

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

  /**
   * Says what was handed over, for at most a second, and closes. An attempt to connect that goes on is waited for, for at most
   * {@value #LONGEST_STOP_SECONDS} s, and its connection closed whenever it ends.
   */
  Future<Void> stop() {
    stopped = true;
    Connection last = current;
    current = null;
    Future<Void> closed = last == null ? Future.succeededFuture() : flushAndClose(last);
    Future<Void> ended = closed.transform(any -> attempt).transform(any -> blocking.close());
    return ended.isComplete()
        ? ended
        : ended.timeout(LONGEST_STOP_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
  }

  private Future<Void> flushAndClose(Connection connection) {
    return blocking.executeBlocking(() -> {
      try {
        connection.flush(FLUSH);
      } finally {
        connection.close();
      }
      return null;
    });
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
    attempt = blocking
        .executeBlocking(() -> connect(options.read(known, events)), false)
        .transform(made -> made.succeeded() ? connected(made.result()) : failed(made.cause()));
  }

  /** Says why it failed, which jnats tells the listener of errors only. */
  private static Connection connect(Options options) throws IOException, InterruptedException {
    try {
      return Nats.connect(options);
    } catch (IOException failure) {
      String reason =
          options.getErrorListener() instanceof QuietErrors errors ? errors.lastFailure() : "";
      throw reason.isEmpty() ? failure : new IOException(failure.getMessage() + ": " + reason);
    }
  }

  private Future<Void> connected(Connection connection) {
    if (stopped || connection.getStatus() != Connection.Status.CONNECTED) {
      Future<Void> closed = close(connection);
      failed(new IllegalStateException("lost at once"));
      return closed;
    }
    connectedAt = System.nanoTime();
    current = connection;
    LOG.info(
        "NATS connected server={} version={}",
        connection.getServerInfo().getServerName(),
        connection.getServerInfo().getVersion());
    listener.connected(connection);
    return Future.succeededFuture();
  }

  /** The first one in a row is told; then it is only how things are. */
  private Future<Void> failed(Throwable cause) {
    if (stopped) {
      return Future.succeededFuture();
    }
    if (failures == 0) {
      LOG.warn("NATS not reached, trying on; nobody is kept out cause={}", masked(cause));
    } else {
      LOG.debug("NATS not reached attempt={} cause={}", failures + 1, masked(cause));
    }
    failures++;
    listener.failed();
    pause();
    return Future.succeededFuture();
  }

  /** jnats lists servers as it was given them, and who may log in stands in some. */
  static String masked(Throwable cause) {
    return USER.matcher(cause.toString()).replaceAll("://***@");
  }

  private void lost(Connection connection) {
    if (connection != current) {
      return;
    }
    current = null;
    known = connection.getServers().stream().limit(MOST_KNOWN).toList();
    close(connection);
    if (!stopped) {
      boolean wasSound = System.nanoTime() - connectedAt > SOUND_NANOS;
      if (wasSound || failures == 0) {
        LOG.warn("NATS connection lost, making another");
      } else {
        LOG.debug("NATS connection lost again attempt={}", failures + 1);
      }
      failures = wasSound ? 0 : failures + 1;
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

  private Future<Void> close(Connection connection) {
    return blocking
        .<Void>executeBlocking(
            () -> {
              connection.close();
              return null;
            },
            false)
        .onFailure(failure -> LOG.debug("NATS close failed cause={}", masked(failure)));
  }
}
