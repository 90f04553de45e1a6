package dev.atoll.chaos;

import dev.atoll.Patience;
import dev.atoll.client.RealmAddress;
import dev.atoll.client.crowd.Crowd;
import dev.atoll.client.crowd.CrowdPlan;
import dev.atoll.client.crowd.DoorChoice;
import dev.atoll.client.crowd.Event;
import dev.atoll.client.crowd.PeerState;
import dev.atoll.client.crowd.Summary;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A crowd that is in the realm while something is done to it, and comes back as clients do. Used by one thread. */
final class Judge implements AutoCloseable {
  private static final Duration LONGER_THAN_ANY_ROW = Duration.ofHours(1);

  private final Vertx vertx = Vertx.builder()
      .with(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1))
      .build();
  private final Crowd crowd;
  private final Future<Summary> end;
  private final int peers;

  private Judge(CrowdPlan plan, List<RealmAddress> doors) {
    this.peers = plan.peers();
    this.crowd = new Crowd(vertx, plan, line -> {});
    this.end = crowd.run(doors);
  }

  static Judge bring(CrowdPlan plan, List<RealmAddress> doors) {
    return new Judge(plan, doors);
  }

  /** A crowd that lives in villages of so many, leaves them never, and takes any door. */
  static CrowdPlan plan(int peers, int village) {
    CrowdPlan.Pace pace = new CrowdPlan.Pace(1, 5, 0.5, 100, Duration.ofSeconds(4));
    return plan(peers, village, pace);
  }

  static CrowdPlan plan(int peers, int village, CrowdPlan.Pace pace) {
    CrowdPlan.Habits habits = new CrowdPlan.Habits(true, true, DoorChoice.RANDOM);
    return new CrowdPlan(peers, LONGER_THAN_ANY_ROW, 1, village, pace, habits);
  }

  /** The same crowd, with such a choice of doors. */
  static CrowdPlan by(DoorChoice doors, CrowdPlan plan) {
    return new CrowdPlan(
        plan.peers(),
        plan.duration(),
        plan.seed(),
        plan.density(),
        plan.pace(),
        new CrowdPlan.Habits(true, true, doors));
  }

  int peers() {
    return peers;
  }

  List<PeerState> states() {
    return get(crowd.states());
  }

  /** All that happened to its peers. */
  List<Event> events() {
    return get(crowd.events());
  }

  /** What happened since a moment of {@link System#nanoTime}. */
  List<Event> eventsSince(long nanos) {
    return events().stream().filter(event -> event.nanos() >= nanos).toList();
  }

  Set<String> addresses() {
    return states().stream().map(PeerState::peer).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether each has a session, an island and a room. */
  boolean settled() {
    List<PeerState> states = states();
    return states.size() == peers && states.stream().allMatch(PeerState::settled);
  }

  /** Some that are not, with what happened to them last, for people. */
  String unsettled() {
    StringBuilder text = new StringBuilder();
    states().stream()
        .filter(state -> !state.settled())
        .limit(2)
        .forEach(state -> text.append(state).append(story(state.peer())));
    return text.toString();
  }

  private String story(String peer) {
    List<Event> all =
        events().stream().filter(event -> event.peer().equals(peer)).toList();
    long now = System.nanoTime();
    StringBuilder text = new StringBuilder();
    for (Event event : all.subList(Math.max(0, all.size() - 12), all.size())) {
      text.append(String.format(
          "%n      %.1f s ago %s %s %s",
          (now - event.nanos()) / 1e9, event.kind(), event.what(), event.place()));
    }
    return text.toString();
  }

  long deliveries() {
    return get(crowd.deliveries());
  }

  /** Cuts all its connections at once. */
  void cut() {
    crowd.cut();
  }

  /** Sends it home. */
  Summary leave() {
    crowd.stop();
    return get(end);
  }

  @Override
  public void close() {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private static <T> T get(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
