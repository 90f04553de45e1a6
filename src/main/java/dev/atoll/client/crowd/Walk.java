package dev.atoll.client.crowd;

import java.util.random.RandomGenerator;

/**
 * Where one peer is: it strolls about its place, and a traveller now and then runs to the next village or teleports to any.
 * Deterministic for a random generator and steps of time.
 */
final class Walk {
  private static final double STROLL = 1.5;
  private static final double TELEPORTS = 1 / 300.0;
  private static final double LONGEST_REST = 6;

  private final Places places;
  private final RandomGenerator random;
  private final boolean stays;
  private int place;
  private double x;
  private double z;
  private double targetX;
  private double targetZ;
  private double speed = STROLL;
  private double rest;

  /** @param home whether it never leaves its place, wherever that is */
  Walk(Places places, int peer, RandomGenerator random, boolean home) {
    this.places = places;
    this.random = random;
    this.stays = home || places.stays(peer);
    this.place = places.home(peer);
    appear();
  }

  /** Metres east. */
  double x() {
    return x;
  }

  /** Metres north. */
  double z() {
    return z;
  }

  /** Goes on for that long. */
  void advance(double seconds) {
    if (!stays && speed == STROLL && travels(seconds)) {
      return;
    }
    if (rest > 0) {
      rest -= seconds;
      return;
    }
    double dx = targetX - x;
    double dz = targetZ - z;
    double left = Math.hypot(dx, dz);
    double step = speed * seconds;
    if (left <= step) {
      x = targetX;
      z = targetZ;
      stroll();
      return;
    }
    x += dx / left * step;
    z += dz / left * step;
  }

  private boolean travels(double seconds) {
    double chance = random.nextDouble();
    if (chance < Places.WALKS * seconds) {
      go(places.neighbour(place));
      speed = Places.RUN;
      rest = 0;
      return true;
    }
    if (chance < (Places.WALKS + TELEPORTS) * seconds) {
      go(emptierOfTwo());
      appear();
      return true;
    }
    return false;
  }

  private void go(int village) {
    places.moves(place, village);
    place = village;
    aim();
  }

  private int emptierOfTwo() {
    int one = otherVillage();
    int two = otherVillage();
    return places.population(one) <= places.population(two) ? one : two;
  }

  private int otherVillage() {
    int other = random.nextInt(places.villages() - 1);
    return other < place ? other : other + 1;
  }

  private void appear() {
    aim();
    x = targetX;
    z = targetZ;
    stroll();
  }

  private void stroll() {
    aim();
    speed = STROLL;
    rest = random.nextDouble() * LONGEST_REST;
  }

  /** Any point of the place, all of it alike. */
  private void aim() {
    double distance = Places.RADIUS * Math.sqrt(random.nextDouble());
    double angle = random.nextDouble() * 2 * Math.PI;
    targetX = places.x(place) + distance * Math.cos(angle);
    targetZ = places.z(place) + distance * Math.sin(angle);
  }
}
