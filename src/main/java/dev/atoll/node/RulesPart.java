package dev.atoll.node;

import dev.atoll.archipelago.RulesVersion;
import dev.atoll.archipelago.SharedRules;
import dev.atoll.cluster.Cluster;
import dev.atoll.config.TransportRule;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** The owner's rules where there are other nodes, with which they are the same. */
final class RulesPart implements NodePart {
  private final Foundation foundation;
  private final SharedRules rules;

  /** @param grouping follows them, on whatever thread */
  RulesPart(Foundation foundation, Cluster nodes, Consumer<List<TransportRule>> grouping) {
    this.foundation = foundation;
    this.rules = new SharedRules(
        foundation.vertx(),
        foundation.bus(),
        nodes,
        foundation.settings().transportRules(),
        (version, inForce) -> {
          nodes.rules(version.toString());
          grouping.accept(inForce);
        });
  }

  @Override
  public Future<?> start() {
    rules.start();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    rules.stop();
    return Future.succeededFuture();
  }

  /** Which are in force; safe for any thread. */
  RulesVersion version() {
    return rules.version();
  }

  /** These are, on all nodes, from now on; for any thread. */
  void edit(List<TransportRule> edited) {
    foundation.context().runOnContext(turn -> rules.edit(edited));
  }
}
