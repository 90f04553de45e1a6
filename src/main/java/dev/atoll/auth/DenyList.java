package dev.atoll.auth;

import dev.atoll.config.AccessSettings;
import dev.atoll.config.AccessSettings.WhenUnreachable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses nobody may enter with, read again and again; the last good list stays in force. */
final class DenyList {
  private static final Logger LOG = LoggerFactory.getLogger(DenyList.class);

  /** The reference caches for five minutes; half a minute lets an operator who mends the source see it mended. */
  static final Pauses DEFAULT_PAUSES = new Pauses(Duration.ofMinutes(5), Duration.ofSeconds(30));

  /**
   * Between two reads.
   *
   * @param afterSuccess after a read that gave a list
   * @param afterFailure after one that did not
   */
  record Pauses(Duration afterSuccess, Duration afterFailure) {}

  private final Vertx vertx;
  private final Optional<DenyListSource> source;
  private final boolean deniesUnread;
  private final Pauses pauses;

  /** The last good list; null until there is one. */
  private volatile @Nullable Set<String> addresses;

  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile boolean closed;
  private volatile long timer = -1;

  DenyList(Vertx vertx, AccessSettings settings) {
    this(
        vertx,
        settings.denyList().map(place -> DenyListSource.of(vertx, place)),
        settings.whenUnreachable(),
        DEFAULT_PAUSES);
  }

  DenyList(
      Vertx vertx,
      Optional<DenyListSource> source,
      WhenUnreachable whenUnreachable,
      Pauses pauses) {
    this.vertx = vertx;
    this.source = source;
    this.deniesUnread = source.isPresent() && whenUnreachable == WhenUnreachable.CLOSED;
    this.pauses = pauses;
  }

  boolean denies(String address) {
    Set<String> known = addresses;
    return known == null ? deniesUnread : known.contains(EthereumAddress.normalised(address));
  }

  /** Reads now and goes on; one read at a time. */
  Future<Void> start() {
    return refresh().map(read -> {
      if (!closed && source.isPresent()) {
        Duration pause = read ? pauses.afterSuccess() : pauses.afterFailure();
        timer = vertx.setTimer(pause.toMillis(), fired -> start());
      }
      return null;
    });
  }

  /** Reads once; tells whether it went well, never fails. */
  Future<Boolean> refresh() {
    if (source.isEmpty()) {
      return Future.succeededFuture(true);
    }
    return source.get().read().map(this::replace).recover(this::keep);
  }

  private boolean replace(DeniedAddresses read) {
    addresses = read.addresses();
    if (failing.compareAndSet(true, false) || read.skipped() > 0) {
      LOG.info(
          "Deny list read source={} addresses={} skipped={}",
          name(),
          read.addresses().size(),
          read.skipped());
    }
    return true;
  }

  /** Said once a failure. The cause is worded by us or by Vert.x, never by the source. */
  private Future<Boolean> keep(Throwable cause) {
    if (failing.compareAndSet(false, true)) {
      String kept = addresses == null ? "there is none yet" : "the last one stays in force";
      LOG.warn("Deny list not read, {} source={} cause={}", kept, name(), cause.getMessage());
    }
    return Future.succeededFuture(false);
  }

  private String name() {
    return source.map(DenyListSource::name).orElse("");
  }

  Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    return source.map(DenyListSource::close).orElse(Future.succeededFuture());
  }
}
