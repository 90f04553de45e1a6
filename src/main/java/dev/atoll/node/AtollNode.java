package dev.atoll.node;

import dev.atoll.bus.Bus;
import dev.atoll.bus.LocalBus;
import dev.atoll.config.AtollSettings;
import dev.atoll.config.GatewaySettings;
import dev.atoll.config.TransportRule;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Optional;

/**
 * A whole realm's communications: doors, islands, rooms, statistics and the management port, on one event loop. Deploy it
 * into any Vert.x; undeploying drains it.
 *
 * <p>Methods may be called from any thread once the deployment succeeded.
 */
public final class AtollNode extends VerticleBase {
  private final AtollSettings settings;
  private final Bus bus = new LocalBus();
  private Optional<Composition> running = Optional.empty();

  /** A node of these settings; {@link AtollSettings#defaults()} make a realm with nothing else running. */
  public AtollNode(AtollSettings settings) {
    this.settings = settings;
  }

  /** Succeeds when both ports are open; fails, with nothing left behind, when one cannot be. */
  @Override
  public Future<?> start() {
    AtollSettings known = ClusterSecrets.complete(settings);
    // of this deployment: a gauge stays with what it was registered for first
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Composition composition =
        new Composition(vertx, context, known, new Composition.Shared(bus, meters));
    running = Optional.of(composition);
    return composition
        .start()
        .recover(cause -> composition.stop().transform(ignored -> Future.failedFuture(cause)));
  }

  /** Lets nobody in any more, closes every socket with a reason to come back elsewhere, then both ports. */
  @Override
  public Future<?> stop() {
    return running.map(Composition::stop).orElseGet(Future::succeededFuture);
  }

  /** TCP port of the public HTTP server. */
  public int httpPort() {
    return composition().httpPort();
  }

  /** TCP port of the management server. */
  public int operationsPort() {
    return composition().operationsPort();
  }

  /** The realm's subject space: subscribe to hear what happens in it, publish to take part. */
  public Bus bus() {
    return bus;
  }

  /**
   * What islands ride on is chosen by these rules from the next flush on, in place of those of the settings; in a realm of many nodes by
   * whichever of them leads, now and later.
   */
  public void rules(List<TransportRule> rules) {
    composition().rules(rules);
  }

  /**
   * The gateway believes the tokens of these settings from now on: their secrets, and what they revoke; who came by one that is revoked
   * now is sent away. Nothing happens where there is no gateway. Reads files.
   *
   * @throws dev.atoll.config.SettingException when one cannot be read or holds no secret; then nothing has happened
   */
  public void tokens(GatewaySettings gateway) {
    composition().tokens(ClusterSecrets.complete(gateway, settings.cluster()));
  }

  private Composition composition() {
    return running.orElseThrow(() -> new IllegalStateException("the node is not deployed"));
  }
}
