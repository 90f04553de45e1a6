package dev.atoll.chaos;

import java.time.Duration;

/** All that a node sends goes through a slow wire for a while; the crowd's share too. */
record Slow(String rate, int seconds) implements Row.Trouble {
  private static final Duration LONG = Duration.ofSeconds(40);

  @Override
  public String name() {
    return "slow";
  }

  @Override
  public String words() {
    return "a follower behind a wire of " + rate + " for " + seconds + " s";
  }

  @Override
  public boolean needsWires() {
    return true;
  }

  @Override
  public void run(Trial trial) {
    Realm realm = trial.realm();
    Figures figures = trial.figures();
    NodeProgram victim = realm.follower();
    int place = realm.index(victim);
    trial.faultNow();
    realm.network().slow(place, rate);

    Waiting.until(LONG.plusSeconds(seconds), () -> Waiting.since(trial.faultAt()) >= seconds);
    figures.told("nodes that others miss in the end", Realm.agree(realm.nodes()) ? 0 : 1, "");
    String slowed = realm.network().slowed(place);
    figures.proof(slowed.replaceAll("[0-9]{2,}", "N") + " on the slow wire");
    figures.remark("slow wire: " + slowed);
    realm.network().heal();
    double one = Waiting.until(LONG, () -> Realm.agree(realm.nodes()) && Checks.isOne(trial));
    figures.seconds("one realm after", one, 8);
    Checks.after(trial);
    figures.none("islands of peers changed", new Told(trial).changed());
  }
}
