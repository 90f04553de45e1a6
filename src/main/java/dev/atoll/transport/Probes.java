package dev.atoll.transport;

import dev.atoll.auth.HttpExchange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A {@link Probe} for each place of rooms elsewhere; as many as the {@link TransportRegistry} takes. */
public final class Probes {
  /** One question at a time and place; no answer has a body. */
  private static final HttpExchange.Bounds BOUNDS =
      new HttpExchange.Bounds(Duration.ofSeconds(1), 1, 1, 0);

  private final Vertx vertx;
  private final HttpExchange http;
  private final Probe.Tuning tuning;
  private final Set<Probe> running = ConcurrentHashMap.newKeySet();

  /** @param silence after which a transport that tells nothing is gone */
  public Probes(Vertx vertx, Duration silence) {
    this(vertx, Probe.Tuning.of(silence));
  }

  Probes(Vertx vertx, Probe.Tuning tuning) {
    this.vertx = vertx;
    this.http = new HttpExchange(vertx, BOUNDS);
    this.tuning = tuning;
  }

  /** Asks there from now on, on the caller's context. */
  Probe start(String url) {
    Probe probe = new Probe(vertx, http, url, tuning);
    running.add(probe);
    probe.start();
    return probe;
  }

  void stop(Probe probe) {
    running.remove(probe);
    probe.stop();
  }

  /** Asks nowhere any more. */
  public Future<Void> stop() {
    running.forEach(this::stop);
    return http.close();
  }
}
