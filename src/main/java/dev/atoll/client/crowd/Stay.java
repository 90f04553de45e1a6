package dev.atoll.client.crowd;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One crowd's stay in a realm: it comes, is there, listens for what is still to come, and goes. Used on one event loop. */
final class Stay {
  /** Where a stay stands. */
  private enum Phase {
    COMING,
    THERE,
    LISTENING,
    OVER
  }

  /** For the last ones' islands and rooms; a flush is 2 s. */
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(30);

  private static final long SECOND = 1000;
  private static final int SECONDS_A_LINE = 5;

  /** After what was sent last has had its time to come: for being counted. */
  private static final Duration LISTEN_LONGER = Duration.ofMillis(300);

  /** For the closing handshakes, before connections are cut. */
  private static final long GOODBYE_MILLIS = 500;

  private final CrowdParts parts;
  private final CrowdPlan plan;
  private final Consumer<String> out;
  private final List<CrowdPeer> peers = new ArrayList<>();
  private final List<Long> movements = new ArrayList<>();
  private final List<Long> timers = new ArrayList<>();
  private final Window window;
  private final Progress progress;
  private final Promise<Summary> end = Promise.promise();
  private Phase phase = Phase.COMING;
  private long seconds;

  Stay(CrowdParts parts, CrowdPlan plan, Consumer<String> out) {
    this.parts = parts;
    this.plan = plan;
    this.out = out;
    this.window = new Window(parts.measures());
    this.progress = new Progress(parts, peers);
    Places places = new Places(plan.peers(), plan.density());
    SplittableRandom random = new SplittableRandom(plan.seed());
    for (int i = 0; i < plan.peers(); i++) {
      Walk walk = new Walk(places, i, random.split(), plan.habits().staysHome());
      peers.add(new CrowdPeer(parts, walk, random.split()));
    }
  }

  /** Begins. */
  Future<Summary> begin() {
    CrowdPlan.Pace pace = plan.pace();
    movements.add(Pacer.start(parts.vertx(), pace.movements(), peers, CrowdPeer::move));
    movements.add(Ramp.start(parts.vertx(), peers, pace.logins()));
    timers.add(Pacer.start(parts.vertx(), pace.heartbeats(), peers, CrowdPeer::heartbeat));
    timers.add(parts.doors().watch(parts.vertx()));
    timers.add(parts.vertx().setPeriodic(SECOND, id -> second()));
    timers.add(parts.vertx().setTimer(plan.duration().toMillis(), id -> fallSilent()));
    return end.future();
  }

  private void second() {
    seconds++;
    if (seconds % SECONDS_A_LINE == 0 && phase != Phase.LISTENING) {
      out.accept(progress.line());
      parts.measures().turn(window.isOpen());
    }
    if (phase == Phase.COMING) {
      comeIfSettled();
    } else if (phase == Phase.THERE) {
      progress.sample(seconds);
    }
  }

  private void comeIfSettled() {
    double limit = plan.peers() / plan.pace().logins() + SETTLE_LIMIT.toSeconds();
    List<CrowdPeer> waiting = peers.stream().filter(peer -> !peer.settled()).toList();
    if (waiting.isEmpty() || seconds > limit) {
      waiting.forEach(CrowdPeer::giveUpWaiting);
      phase = Phase.THERE;
      window.begin();
      progress.sample(seconds);
    }
  }

  /** Ends in time: says nothing more, and goes once all has had its time to come. Again: nothing happens. */
  void fallSilent() {
    if (phase == Phase.LISTENING || phase == Phase.OVER) {
      return;
    }
    phase = Phase.LISTENING;
    window.end();
    movements.forEach(parts.vertx()::cancelTimer);
    Duration listen = plan.pace().patience().plus(LISTEN_LONGER);
    timers.add(parts.vertx().setTimer(listen.toMillis(), id -> go()));
  }

  /** Cuts all connections at once. */
  void cut() {
    peers.forEach(CrowdPeer::cut);
  }

  List<PeerState> states() {
    return peers.stream().map(CrowdPeer::state).toList();
  }

  long deliveries() {
    return parts.measures().deliveries();
  }

  List<Event> events() {
    return parts.journal().events();
  }

  private void go() {
    peers.forEach(CrowdPeer::sweep);
    parts.findings().close();
    phase = Phase.OVER;
    window.end();
    timers.forEach(parts.vertx()::cancelTimer);
    Summary summary = summary();
    peers.forEach(CrowdPeer::leave);
    parts
        .vertx()
        .setTimer(
            GOODBYE_MILLIS,
            id -> parts.dialer().close().onComplete(closed -> end.complete(summary)));
  }

  private Summary summary() {
    Measures measures = parts.measures();
    Findings findings = parts.findings();
    RoomSizes sizes = measures.rooms();
    Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      if (findings.count(fault) > 0) {
        faults.put(fault, findings.count(fault));
      }
    }
    return new Summary(
        plan.peers(),
        window.seconds(),
        measures.logins(),
        measures.entries(),
        window.deliveries(),
        measures.latencies(),
        new Summary.Rooms(
            sizes.mean(), sizes.largest(), sizes.full(), parts.ledger().rooms()),
        measures.islandChanges(),
        findings.supersededCount(),
        findings.lateCount(),
        window.cpuNanos(),
        faults,
        findings.examples(),
        parts.comeBack() ? Optional.of(Returns.of(parts.journal().events())) : Optional.empty());
  }
}
