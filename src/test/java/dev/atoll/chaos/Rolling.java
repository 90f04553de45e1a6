package dev.atoll.chaos;

import dev.atoll.client.crowd.CrowdPlan;
import dev.atoll.client.crowd.DoorChoice;
import dev.atoll.client.crowd.Returns;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Each node is stopped by SIGTERM and another one started, one after the other. */
record Rolling(boolean newFirst) implements Row.Trouble {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final double MICROS = 1e6;

  @Override
  public String name() {
    return newFirst ? "rolling-ahead" : "rolling";
  }

  @Override
  public String words() {
    return "each of three nodes by SIGTERM, the new one "
        + (newFirst ? "before the old one goes" : "after the old one went")
        + ", behind a balancer that counts connections";
  }

  /** Sent by chance to the node that goes next a client would be moved once more, which no node can help. */
  @Override
  public CrowdPlan crowd(CrowdPlan usual) {
    return Judge.by(DoorChoice.LEAST_BUSY, usual);
  }

  @Override
  public void run(Trial trial) {
    Realm realm = trial.realm();
    List<NodeProgram> old = realm.nodes();
    trial.faultNow();
    for (NodeProgram node : old) {
      if (newFirst) {
        start(trial, free(realm));
      }
      stop(trial, node);
      if (!newFirst) {
        start(trial, free(realm));
      }
    }
    Waiting.until(LONG, trial.judge()::settled);
    judge(trial, old.size());
    Checks.after(trial);
  }

  private static int free(Realm realm) {
    List<Integer> taken = realm.nodes().stream().map(realm::index).toList();
    return IntStream.range(0, Network.PLACES)
        .filter(index -> !taken.contains(index))
        .findFirst()
        .orElseThrow();
  }

  private static void start(Trial trial, int place) {
    trial.realm().start(place);
    double one = trial.realm().secondsUntilOne(Realm.START);
    trial.figures().seconds("a new node is in after", one, 60);
  }

  private static void stop(Trial trial, NodeProgram node) {
    long start = System.nanoTime();
    node.signal("TERM");
    boolean ended = node.endsIn(LONG);
    trial.figures().seconds("an old node has ended after", Waiting.since(start), 30);
    trial.figures().proof("process " + (ended ? "ended by itself" : "did not end"));
    if (!ended) {
      node.signal("KILL");
    }
  }

  private void judge(Trial trial, int nodes) {
    Figures figures = trial.figures();
    Returns returns = Returns.of(trial.judge().events());
    int later = returns.returns() - returns.atFirstTry();
    figures.told("logins again", returns.returns(), "");
    figures.atMost(
        "logins not at the first retry", 100.0 * later / Math.max(1, returns.returns()), 0.1, "%");
    figures.seconds(
        "logged in again after, at most", returns.toSession().getMaxValue() / MICROS, 5);
    figures.seconds("back in a room after, at most", returns.away().getMaxValue() / MICROS, 10);
    int most = newFirst ? 1 : nodes - 1;
    figures.atMost("moves of one client", returns.mostSessions() - 1, most, "");
    figures.told("islands of peers changed", new Told(trial).changed(), "");
  }
}
