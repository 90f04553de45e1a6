package dev.atoll.chaos;

import dev.atoll.client.crowd.Returns;
import java.time.Duration;
import java.util.List;

/** A node dies by {@code kill -9}. */
record Kill(boolean leads) implements Row.Trouble {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final double MICROS = 1e6;

  @Override
  public String name() {
    return leads ? "kill-leader" : "kill-follower";
  }

  @Override
  public String words() {
    return "kill -9 of " + (leads ? "the leader" : "a follower");
  }

  @Override
  public void run(Trial trial) {
    Realm realm = trial.realm();
    NodeProgram victim = leads ? realm.leader() : realm.follower();
    int place = realm.index(victim);
    trial.faultNow();
    victim.signal("KILL");
    victim.endsIn(LONG);
    List<NodeProgram> survivors = realm.nodes();

    Waiting.until(LONG, () -> Realm.agree(survivors));
    trial.figures().seconds("survivors agree after", Waiting.since(trial.faultAt()), 5);
    trial
        .figures()
        .proof("process " + (victim.isAlive() ? "still there" : "gone") + ", survivors see "
            + survivors.get(0).view().nodes().size() + " nodes");
    Waiting.until(LONG, trial.judge()::settled);
    Returns returns = Returns.of(trial.judge().events());
    trial
        .figures()
        .seconds("all clients back in a room after", returns.away().getMaxValue() / MICROS, 10);
    trial.figures().told("sessions that ended", returns.sessionsEnded(), "");
    Checks.after(trial);
    new Told(trial).onlyOf(victim);

    realm.start(place);
    trial.figures().seconds("realm of three again after", realm.secondsUntilOne(Realm.START), 60);
  }
}
