package dev.atoll.client.crowd;

import java.time.Duration;

/**
 * What a crowd does.
 *
 * @param peers how many come
 * @param duration from the first login to the last movement
 * @param seed of where they go, and of the doors they take; wallets are new each time
 * @param density mean members of a room aimed at
 * @param pace how often they do things, and how long these may take
 * @param habits what they do beside
 */
public record CrowdPlan(
    int peers, Duration duration, long seed, double density, Pace pace, Habits habits) {
  /** A little over the 25 a room that the crowd promises, since some walk alone at any time. */
  public static final double DEFAULT_DENSITY = 27;

  /**
   * How often things are done, a second, and how long they may take.
   *
   * @param heartbeats of each peer
   * @param movements of each peer
   * @param chats of each peer, which have to arrive: movements may be superseded
   * @param logins of the whole crowd at most, so that two crowds or a slow machine are not all handshakes
   * @param patience what takes longer to come than this is lost
   */
  public record Pace(
      double heartbeats, double movements, double chats, double logins, Duration patience) {
    /** What explorers do, and a ramp-up of 5 s for 1,000. */
    public static final Pace DEFAULT = new Pace(1, 10, 0.1, 200, Duration.ofSeconds(2));

    public Pace {
      check("heartbeat-hz", heartbeats, 0.05, 25);
      check("movement-hz", movements, 0.05, 100);
      check("chats", chats, 0, movements);
      check("login-rate", logins, 1, 10_000);
    }
  }

  /**
   * What peers do in a realm of several nodes.
   *
   * @param comesBack whether a peer logs in again when its session ends in a way that asks for it, and enters its room again;
   *     else such an end is wrong
   * @param staysHome whether nobody goes to another village, so that island changes are the realm's doing
   * @param doors which one a peer takes each time it logs in
   */
  public record Habits(boolean comesBack, boolean staysHome, DoorChoice doors) {
    /** As in a realm of one node. */
    public static final Habits USUAL = new Habits(false, false, DoorChoice.RANDOM);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is broken, with a message for people
   */
  public CrowdPlan {
    check("peers", peers, 1, 50_000);
    check("density", density, 1, 1000);
    check("duration in seconds", duration.toMillis() / 1000.0, 1, 1_000_000);
  }

  /** A crowd with the usual habits. */
  public CrowdPlan(int peers, Duration duration, long seed, double density, Pace pace) {
    this(peers, duration, seed, density, pace, Habits.USUAL);
  }

  private static void check(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException("%s must be between %s and %s, not %s"
          .formatted(name, number(least), number(most), number(value)));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
