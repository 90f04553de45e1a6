package dev.atoll.cli;

import dev.atoll.config.AtollSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

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
   * @param edits takes what its owner edits while it runs
   */
  record RunningNode(
      String deployment, int httpPort, int operationsPort, EditedSettings.Node edits) {

    /** One whose settings nobody edits. */
    RunningNode(String deployment, int httpPort, int operationsPort) {
      this(deployment, httpPort, operationsPort, EditedSettings.Node.NONE);
    }
  }
}
