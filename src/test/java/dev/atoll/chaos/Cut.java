package dev.atoll.chaos;

import java.time.Duration;
import java.util.List;

/**
 * Wires between nodes are cut for a while; NATS and the crowd reach all. The victim is the leader in the first run, a follower in
 * the next.
 */
record Cut(Kind kind, int seconds) implements Row.Trouble {
  private static final Duration LONG = Duration.ofSeconds(40);

  /** Which wires. */
  enum Kind {
    PARTITION("partition", "one node cut off from two"),
    PAIR("pair", "two of three cut off from each other"),
    ONE_WAY("one-way", "a node that hears no other, and is heard");

    private final String row;
    private final String words;

    Kind(String row, String words) {
      this.row = row;
      this.words = words;
    }
  }

  @Override
  public String name() {
    return kind.row;
  }

  @Override
  public String words() {
    return kind.words + " for " + seconds + " s";
  }

  @Override
  public boolean needsWires() {
    return true;
  }

  @Override
  public void run(Trial trial) {
    Realm realm = trial.realm();
    Figures figures = trial.figures();
    NodeProgram victim = trial.run() % 2 == 0 ? realm.leader() : realm.follower();
    List<NodeProgram> others = realm.nodesBut(victim);
    trial.faultNow();
    cut(realm, victim, others);

    judgeMeanwhile(trial, victim, others);
    Waiting.until(LONG.plusSeconds(seconds), () -> Waiting.since(trial.faultAt()) >= seconds);
    figures.told("islands of peers changed meanwhile", new Told(trial).changed(), "");
    long lost = realm.network().lost(realm.index(victim));
    figures.proof((lost > 0 ? "packets" : "NO packets") + " lost on the cut wires");
    figures.none("runs in which nothing was lost on the wires", lost > 0 ? 0 : 1);

    long healed = System.nanoTime();
    realm.network().heal();
    double one = Waiting.until(LONG, () -> Realm.agree(realm.nodes()) && Checks.isOne(trial));
    figures.seconds("healed: one realm after", one, 8);
    if (Double.isInfinite(one)) {
      figures.remark("in the end " + Checks.sizes(trial));
    }
    Checks.after(trial);
    figures.seconds("healed: no ghosts after", Waiting.since(healed), 30);
    figures.told("islands of peers changed in all", new Told(trial).changed(), "");
  }

  private void cut(Realm realm, NodeProgram victim, List<NodeProgram> others) {
    List<NodeProgram> from = kind == Kind.PAIR ? others.subList(0, 1) : others;
    for (NodeProgram other : from) {
      realm.network().lose(realm.index(other), realm.index(victim));
      if (kind != Kind.ONE_WAY) {
        realm.network().lose(realm.index(victim), realm.index(other));
      }
    }
  }

  /** Sides of a partition are realms of their own; a pair that cannot hear each other is bridged by the third. */
  private void judgeMeanwhile(Trial trial, NodeProgram victim, List<NodeProgram> others) {
    Figures figures = trial.figures();
    if (kind == Kind.PAIR) {
      double bridged = Waiting.until(
          Duration.ofSeconds(seconds),
          () -> Waiting.since(trial.faultAt()) > 4 && Realm.agree(trial.realm().nodes()));
      figures.seconds("cut: still one realm, by the third node, after", bridged, 10);
      return;
    }
    Waiting.until(LONG, () -> Realm.agree(others) && victim.view().nodes().size() == 1);
    figures.seconds("cut: both sides agree after", Waiting.since(trial.faultAt()), 6);
    figures.proof("the sides see " + others.get(0).view().nodes().size() + " and "
        + victim.view().nodes().size() + " nodes");
  }
}
