package dev.atoll.chaos;

/** One thing that goes wrong, and what must hold then. */
interface Row {
  String name();

  /** For people, in half a line. */
  String words();

  /** Whether it needs a network whose wires can be cut. */
  default boolean needsWires() {
    return false;
  }

  /** Does it to a realm of three with a crowd in it, and leaves three. */
  void run(Trial trial);
}
