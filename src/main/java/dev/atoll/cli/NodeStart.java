package dev.atoll.cli;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.TransportRule;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/** Starts a node; the only thing {@code serve} knows of one. */
@FunctionalInterface
interface NodeStart {

  /** Deploys a node; undeploying it drains. */
  Future<RunningNode> start(Vertx vertx, AtollSettings settings);

  /**
   * A node that can be used.
   *
   * @param deployment its deployment id
   * @param httpPort the public port it really has
   * @param operationsPort the management port it really has
   * @param rules takes the owner's rules that count from now on; for any thread
   */
  record RunningNode(
      String deployment, int httpPort, int operationsPort, Consumer<List<TransportRule>> rules) {

    /** One whose rules nobody changes. */
    RunningNode(String deployment, int httpPort, int operationsPort) {
      this(deployment, httpPort, operationsPort, unused -> {});
    }
  }
}
