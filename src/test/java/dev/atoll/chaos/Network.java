package dev.atoll.chaos;

/** What nodes stand on, and what can be done to the wires between them. Used by one thread. */
interface Network extends AutoCloseable {
  /** How many nodes may stand on it: three, and one that is started before another one ends. */
  int PLACES = 4;

  /** For people: what it is. */
  String words();

  /** Whether its wires can be cut and slowed down. */
  boolean hasWires();

  /** Where NATS and the crowd are. */
  String outside();

  Place place(int index);

  /** Loses from now on what comes from one place to another. */
  void lose(int from, int to);

  /** How many packets that a place should have got were lost so far. */
  long lost(int at);

  /** Lets no more than so much through from a place to everybody, such as {@code 2mbit}. */
  void slow(int from, String rate);

  /** What a slowed wire did so far, for people. */
  String slowed(int from);

  /** All wires are as they were. */
  void heal();

  @Override
  void close();
}
