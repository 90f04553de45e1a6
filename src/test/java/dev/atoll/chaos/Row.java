package dev.atoll.chaos;

import dev.atoll.client.crowd.CrowdPlan;

/** Something that is tried on nodes, and what must hold then. */
sealed interface Row {
  String name();

  /** For people, in half a line. */
  String words();

  /** Whether it needs a network whose wires can be cut. */
  default boolean needsWires() {
    return false;
  }

  /** One thing that goes wrong in a realm of three nodes. */
  non-sealed interface Trouble extends Row {
    /** The crowd that it is judged by. */
    default CrowdPlan crowd(CrowdPlan usual) {
      return usual;
    }

    /** Does it to a realm of three with a crowd in it, and leaves three. */
    void run(Trial trial);
  }

  /** What something costs, on nodes of its own. */
  non-sealed interface Cost extends Row {
    void run(Network network, Figures figures);
  }
}
