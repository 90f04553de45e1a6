package dev.atoll.auth;

import dev.atoll.config.AccessSettings;
import dev.atoll.config.AccessSettings.WhenUnreachable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses nobody may enter with, read again and again; the last good list stays in force. */
final class DenyList {
  private static final Logger log = LoggerFactory.getLogger(DenyList.class);

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
    return source.get().read().map(this::replace).recover(cause -> {
      // only what we throw ourselves and Vert.x's own words, never what the source sent
      log.warn(
          "Deny list not read, {} source={} cause={}",
          addresses == null ? "none so far" : "the last one stays",
          source.get().name(),
          cause.toString());
      return Future.succeededFuture(false);
    });
  }

  private boolean replace(DeniedAddresses read) {
    if (read.skipped() > 0) {
      log.warn(
          "Deny list has entries that are no addresses source={} skipped={}",
          source.map(DenyListSource::name).orElse(""),
          read.skipped());
    }
    addresses = read.addresses();
    return true;
  }

  Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    return source.map(DenyListSource::close).orElse(Future.succeededFuture());
  }
}
