package dev.atoll.chaos;

import dev.atoll.client.crowd.CrowdPlan;
import dev.atoll.client.crowd.Returns;
import java.time.Duration;

/** All sockets of a large crowd are cut at once, as by a balancer that is started anew, and all come back. */
record Storm(int peers) implements Row.Trouble {
  private static final int PEERS = 5000;
  private static final int VILLAGE = 25;
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final double MICROS = 1e6;

  Storm() {
    this(PEERS);
  }

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public String words() {
    return peers + " clients cut at once";
  }

  @Override
  public CrowdPlan crowd(CrowdPlan usual) {
    // says little, so that two cores carry nodes and crowd
    CrowdPlan.Pace pace = new CrowdPlan.Pace(0.2, 0.05, 0.05, 100, Duration.ofSeconds(10));
    return Judge.plan(peers, VILLAGE, pace);
  }

  @Override
  public void run(Trial trial) {
    Figures figures = trial.figures();
    trial.faultNow();
    trial.judge().cut();

    Waiting.until(Duration.ofSeconds(10), () -> !trial.judge().settled());
    double back = Waiting.until(LONG, trial.judge()::settled);
    Returns returns = Returns.of(trial.judge().events());
    figures.proof(returns.sessionsEnded() + " sessions and " + returns.roomsEnded() + " rooms cut");
    figures.told("logins again", returns.returns(), "");
    figures.seconds("all in a room again after", back, 60);
    figures.told("p99 of that", returns.away().getValueAtPercentile(99) / MICROS, "s");
    figures.told(
        "logins at the first retry",
        100.0 * returns.atFirstTry() / Math.max(1, returns.returns()),
        "%");
    Checks.after(trial);
  }
}
