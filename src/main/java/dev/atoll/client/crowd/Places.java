package dev.atoll.client.crowd;

/**
 * Where a crowd lives: villages on a grid, between which travellers go, and from 300 peers on two plazas whose 100 residents
 * stay. All is laid out so that the default islands (join 64 m, leave 80 m, size 100, flush 2 s) are just these places.
 */
final class Places {
  /** A full island with the default size. */
  static final int PLAZA_PEERS = 100;

  /** Two plazas, once a third of the peers is left for villages. */
  static final int PLAZAS_FROM_PEERS = 300;

  /** Metres within which everybody of a place stays: half of what would reach across by one hop. */
  static final double RADIUS = 20;

  /** Metres a second, the run of an explorer's avatar. */
  static final double RUN = 8;

  /**
   * Metres between two villages. A walker must not hold them together: it has to be seen by a flush more than 80 m from one
   * and 64 m from the other, and covers 24 m between two flushes (2 s, and a heartbeat up to 1 s old).
   */
  static final double SPACING = 2 * RADIUS + 80 + 64 + 31;

  /** How many trips on foot one traveller makes a second. */
  static final double WALKS = 1 / 1000.0;

  /** How many seconds of such a trip are spent alone, in an island of one. */
  private static final double ALONE = 5;

  private static final double PLAZA_DISTANCE = 1000;
  private static final int PLAZAS = 2;

  private final int residents;
  private final int columns;
  private final int[] populations;

  /**
   * @param peers how many there are
   * @param density mean members of an island aimed at, those of single walkers counted in
   */
  Places(int peers, double density) {
    residents = peers < PLAZAS_FROM_PEERS ? 0 : PLAZAS * PLAZA_PEERS;
    int travellers = peers - residents;
    double islands = peers / density - travellers * WALKS * ALONE - (residents > 0 ? PLAZAS : 0);
    int villages = Math.max(1, (int) islands);
    columns = (int) Math.ceil(Math.sqrt(villages));
    populations = new int[villages];
    for (int i = 0; i < travellers; i++) {
      populations[i % villages]++;
    }
  }

  int villages() {
    return populations.length;
  }

  /** Whether that peer never leaves its place: it lives in a plaza, or there is one village only. */
  boolean stays(int peer) {
    return peer < residents || populations.length == 1;
  }

  /** The place a peer begins in. */
  int home(int peer) {
    return peer < residents ? -1 - peer % PLAZAS : (peer - residents) % populations.length;
  }

  /** Center of a place, metres east. Plazas have negative numbers. */
  double x(int place) {
    return place < 0 ? place * PLAZA_DISTANCE : (place % columns - columns / 2) * SPACING;
  }

  /** Center of a place, metres north; plazas lie far south of all villages. */
  double z(int place) {
    int rows = populations.length / columns;
    return place < 0
        ? -PLAZA_DISTANCE - (rows / 2) * SPACING
        : (place / columns - rows / 2) * SPACING;
  }

  /** How many travellers live in a village. */
  int population(int village) {
    return populations[village];
  }

  /** A traveller goes elsewhere. */
  void moves(int from, int to) {
    populations[from]--;
    populations[to]++;
  }

  /** The emptiest village beside that one, which keeps the villages even. */
  int neighbour(int village) {
    int best = -1;
    int[] beside = {
      village % columns > 0 ? village - 1 : -1,
      village % columns < columns - 1 ? village + 1 : -1,
      village - columns,
      village + columns
    };
    for (int other : beside) {
      boolean there = other >= 0 && other < populations.length;
      if (there && (best < 0 || populations[other] < populations[best])) {
        best = other;
      }
    }
    return best;
  }
}
