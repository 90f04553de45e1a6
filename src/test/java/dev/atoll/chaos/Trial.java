package dev.atoll.chaos;

import dev.atoll.client.crowd.Event;
import dev.atoll.client.crowd.PeerState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One run of a row: a realm, a crowd in it, and what is found. Used by one thread. */
final class Trial {
  /** Logins, islands and rooms of a few, on a busy machine; and of many. */
  private static final Duration ARRIVAL = Duration.ofSeconds(45);

  private static final Duration ARRIVAL_EACH = Duration.ofMillis(100);

  private final Realm realm;
  private final Judge judge;
  private final Figures figures;
  private final int run;
  private Map<String, PeerState> before = Map.of();
  private long faultAt;

  /** @param run counted from 0: rows take the leader in one and a follower in the next */
  Trial(Realm realm, Judge judge, Figures figures, int run) {
    this.realm = realm;
    this.judge = judge;
    this.figures = figures;
    this.run = run;
  }

  Realm realm() {
    return realm;
  }

  Judge judge() {
    return judge;
  }

  Figures figures() {
    return figures;
  }

  int run() {
    return run;
  }

  /** Waits until the crowd is there and all nodes tell the same of it. */
  void arrive() {
    Duration limit = ARRIVAL.plus(ARRIVAL_EACH.multipliedBy(judge.peers()));
    double arrival = Waiting.until(limit, () -> judge.settled() && Checks.isOne(this));
    if (Double.isInfinite(arrival)) {
      throw new IllegalStateException("the crowd did not arrive: " + judge.unsettled());
    }
  }

  /** Now the fault happens: what comes after is judged by what is now. */
  void faultNow() {
    before = judge.states().stream().collect(Collectors.toMap(PeerState::peer, state -> state));
    faultAt = System.nanoTime();
  }

  /** Where each peer stood before the fault. */
  Map<String, PeerState> before() {
    return before;
  }

  long faultAt() {
    return faultAt;
  }

  /** What happened to the crowd since the fault. */
  List<Event> events() {
    return judge.eventsSince(faultAt);
  }
}
