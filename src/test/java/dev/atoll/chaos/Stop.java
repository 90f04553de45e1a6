package dev.atoll.chaos;

import java.time.Duration;
import java.util.List;

/** A node hangs for a while: SIGSTOP, and SIGCONT later. The leader in the first run, a follower in the next. */
record Stop(int seconds) implements Row.Trouble {
  private static final Duration LONG = Duration.ofSeconds(40);

  @Override
  public String name() {
    return "stop-" + seconds;
  }

  @Override
  public String words() {
    return "SIGSTOP for " + seconds + " s";
  }

  @Override
  public void run(Trial trial) {
    Realm realm = trial.realm();
    Figures figures = trial.figures();
    NodeProgram victim = trial.run() % 2 == 0 ? realm.leader() : realm.follower();
    List<NodeProgram> others = realm.nodesBut(victim);
    trial.faultNow();
    victim.signal("STOP");

    Waiting.until(LONG, () -> Realm.agree(others));
    figures.seconds("the others agree without it after", Waiting.since(trial.faultAt()), 6);
    trial
        .figures()
        .proof("state " + victim.state() + ", the others see "
            + others.get(0).view().nodes().size() + " nodes");
    Waiting.until(LONG.plusSeconds(seconds), () -> Waiting.since(trial.faultAt()) >= seconds);
    figures.told("islands of peers changed meanwhile", new Told(trial).changed(), "");

    long goesOn = System.nanoTime();
    victim.signal("CONT");
    double one = Waiting.until(LONG, () -> Realm.agree(realm.nodes()) && Checks.isOne(trial));
    figures.seconds("one realm again after", one, 8);
    if (Double.isInfinite(one)) {
      figures.remark("in the end " + Checks.sizes(trial));
    }
    figures.proof("state after SIGCONT " + victim.state());
    Checks.after(trial);
    figures.seconds("no ghosts after", Waiting.since(goesOn), 30);
    figures.told("islands of peers changed in all", new Told(trial).changed(), "");
  }
}
